using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>
/// Collections in real builds. No plain build knows them; what a build with a depot gives is compared with what one with <c>CompileDepotMode=Off</c> gave, which compiles everything.
/// </summary>
[TestClass]
public sealed class CollectionTests : ScenarioTest
{
    private const string App = "App/bin/Debug/net10.0/App.dll";

    /// <summary>What the first build makes of the file of ids.</summary>
    private const string Ids = "1 ping\n2 gone reserved\n3 item\n4 pong\n";

    private static readonly BuildStep Step = new();

    [TestMethod]
    public void Build_GivesTheSameProgram_HoweverItIsBuilt()
    {
        NeedsSdk();
        var here = NewWorkspace();
        _ = new Chat(here.Tree);
        var off = here.Cached(Step.With("-p:CompileDepotMode=Off"));
        AssertProgram(here, off, Chat.Says);
        Assert.AreEqual(Ids, File.ReadAllText(here.Tree.PathOf("App/messages.ids")));
        Assert.HasCount(Chat.Compiles, off.Log.Compilations, off.BinlogPath);

        Cached(here, Chat.Compiles, 0, Step with { Nodes = 4 }, off);
        Cached(here, 0, 0, Step with { IsClean = false }, off);
        AssertWhole(Chat.Compiles, Cached(here, 0, Chat.Compiles, Step with { Nodes = 4 }, off));
        AssertWhole(0, Cached(here, 0, Chat.Compiles, Step.With("-p:CompileDepotProjectRestore=false"), off));
        AssertWhole(Chat.Compiles, Cached(here, 0, Chat.Compiles, Step.With("-graph"), off));

        // Another checkout, where an editor looks first: it is told of the collections and of the generator, finds no contributions yet, and gives no ids.
        var there = NewWorkspace(name: "there-at-another-path", depot: here.DepotPath);
        _ = new Chat(there.Tree);
        there.Tree.Write("App/messages.ids", Ids);
        there.Restore();
        var editor = DotNet.Run(new DotNetCall
        {
            Arguments =
            [
                "msbuild", there.Tree.PathOf("App/App.csproj"), "-nologo", "-t:Compile", "-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true", "-p:BuildProjectReferences=false", "-p:SkipCompilerExecution=true",
                "-p:ProvideCommandLineArgs=true", "-getItem:AdditionalFiles,Analyzer,CscCommandLineArgs",
            ],
            WorkingFolder = there.Tree.Root,
            Environment = new Dictionary<string, string?> { ["COMPILEDEPOT_PATH"] = there.DepotPath },
        });
        Assert.AreEqual(0, editor.ExitCode, editor.Output);
        var gathered = there.Tree.PathOf("App/obj/Debug/net10.0/App.gathered.txt");
        Assert.Contains($"/additionalfile:{gathered}", editor.Output);
        Assert.Contains("CompileDepot.Generators.dll", editor.Output);
        Assert.Contains("GET /app", File.ReadAllText(gathered));
        Assert.AreEqual(Ids, File.ReadAllText(there.Tree.PathOf("App/messages.ids")));
        AssertWhole(Chat.Compiles, Cached(there, 0, Chat.Compiles, Step with { IsClean = false }, off, but: "/FsLib."));
        Assert.AreEqual(Ids, File.ReadAllText(there.Tree.PathOf("App/messages.ids")));
    }

    [TestMethod]
    public void Build_CompilesContributorAndSealer_WhenAContributionComesAndGoes()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var chat = new Chat(workspace.Tree);
        var again = Step with { IsClean = false };
        var first = Cached(workspace, Chat.Compiles, 0, Step);
        AssertProgram(workspace, first, Chat.Says);

        // By an attribute: who contributes, and who seals; nothing between.
        chat.Talk.Edit("Ping.cs", "\"GET /ping\")]", "\"GET /ping\"), CompileSeq(\"routes\", \"GET /more\")]");
        var more = Cached(workspace, 2, null, again);
        AssertProgram(workspace, more, Chat.Says.Replace("GET /ping", "GET /ping,GET /more", StringComparison.Ordinal));
        chat.Talk.Edit("Ping.cs", "GET /more", "GET /most");
        AssertProgram(workspace, Cached(workspace, 2, Chat.Compiles - 2, Step), Chat.Says.Replace("GET /ping", "GET /ping,GET /most", StringComparison.Ordinal));
        chat.Talk.Edit("Ping.cs", ", CompileSeq(\"routes\", \"GET /most\")", "");
        Cached(workspace, 0, null, again, first);

        // What the contributor does otherwise is nobody's matter, and where it says so neither.
        chat.Talk.Edit("Ping.cs", "services.Add(\"ping\")", "services.Add(\"Ping\")").Edit("Ping.cs", "using CompileDepot;", "// Contributions.\n\nusing CompileDepot;");
        var body = Cached(workspace, 1, null, again);
        Assert.AreEqual(first.Files[App], body.Files[App]);
        AssertProgram(workspace, body, Chat.Says.Replace("ping 8", "Ping 8", StringComparison.Ordinal));
        chat.Talk.Edit("Ping.cs", "services.Add(\"Ping\")", "services.Add(\"ping\")").Edit("Ping.cs", "// Contributions.\n\n", "");

        // By a target of its own, from a file: of the contributor no source changes.
        chat.Routes.File("routes.txt", "/made/2\n/made;1\n");
        AssertProgram(workspace, Cached(workspace, 1, null, again), Chat.Says.Replace("GET /made;1,GET /made/2", "GET /made/2,GET /made;1", StringComparison.Ordinal));
        chat.Routes.File("routes.txt", "/made;1\n/made/2\n");

        // A reference: with it go the contributions of what it leads to.
        chat.Between.WithoutItem("<ProjectReference Include=\"../VbLib/VbLib.vbproj\" />");
        AssertProgram(workspace, Cached(workspace, 2, null, again), Chat.Says.Replace(",GET /vb", "", StringComparison.Ordinal));
        chat.Between.References(chat.Basic);
        Cached(workspace, 0, null, again, first);

        // A file of ids that nobody has committed yet is written anew, whatever is restored.
        workspace.Tree.Delete("App/messages.ids");
        Cached(workspace, 1, Chat.Compiles - 1, Step);
        var given = File.ReadAllText(workspace.Tree.PathOf("App/messages.ids"));
        Assert.EndsWith("\n1 item\n2 ping\n3 pong\n", given);
        AssertProgram(workspace, Cached(workspace, 0, Chat.Compiles, Step), Chat.Says.Replace("1 ping,3 item,4 pong", "1 item,2 ping,3 pong", StringComparison.Ordinal));
        Assert.AreEqual(given, File.ReadAllText(workspace.Tree.PathOf("App/messages.ids")));
    }

    /// <summary>Each project has a mistake of its own; one build says all.</summary>
    [TestMethod]
    public void Build_SaysWhatIsWrong_WhereItIsWrong()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <CompileDepotCollections>true</CompileDepotCollections>\n    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>\n  </PropertyGroup>\n</Project>\n");
        TestProject Project(string name, string source = "") => tree.Add(new TestProject(name)).File($"{name}.cs", source);
        var one = Project("One", "[assembly: CompileDepot.CompileTable(\"messages\", \"ping\", \"of one\")]\n\n[assembly:\n    CompileDepot.CompileSeq(\"routes\", 17)]\n");
        var two = Project("Two").Item("<CompileTable Include=\"messages\" Key=\"ping\" Value=\"of two\" />").Item("<SealCollection Include=\"other\" />");
        Project("Conflict").References(one, two).Item("<SealCollection Include=\"messages\" />");
        Project("Twice").References(two).Item("<SealCollection Include=\"other\" />");
        Project("Wrong", "public static partial class Wrong { [CompileDepot.SealedCollection(\"routes\")] public static partial System.Collections.Generic.IReadOnlyList<string> Routes(); }\n").References(one).Item("<SealCollection Include=\"routes\" />");
        Project("Reads").Item("<SealCollection Include=\"routes\" />").Element("""
              <Target Name="Read" AfterTargets="SealCollections">
                <ReadCollection Collection="routs" GatheredFile="$(CompileDepotGatheredFile)" />
              </Target>
            """);
        Project("Bad").Item("<CompileCounter Include=\"tests\" Value=\"many\" />");
        Project("Shut").Set("CompileDepotCollections", "false").Item("<CompileSeq Include=\"routes\" Value=\"x\" />");
        Project("Checked").Set("ContinuousIntegrationBuild", "true").Item("<CompileSeq Include=\"own\" Value=\"new\" />").Item("<SealCollection Include=\"own\" />").Item("<StaticWrite Include=\"own.ids\" Collection=\"own\" />");
        Project("Late", "[assembly: CompileDepot.CompileSeq(\"own\", \"late\")]\n").Item("<SealCollection Include=\"own\" />").Item("<StaticWrite Include=\"own.ids\" Collection=\"own\" />");
        Project("Loose").Item("<StaticWrite Include=\"own.ids\" Collection=\"own\" />");
        tree.Add(Samples.VisualBasic("Visual").Item("<SealCollection Include=\"own\" />"));
        foreach (var (name, other) in new[] { ("Ring", "Round"), ("Round", "Ring") })
            Project(name).Element($"  <ItemGroup Condition=\"'$(MSBuildRestoreSessionId)' == ''\">\n    <ProjectReference Include=\"../{other}/{other}.csproj\" />\n  </ItemGroup>");

        var outcome = workspace.Cached(Step);
        Assert.AreEqual(1, outcome.ExitCode, outcome.Output);
        string Place(string path, int line) => $"{tree.PathOf(path)}({line},";
        var lines = outcome.Log.Diagnostics.Where(d => !d.Text.Contains("/Ring/", StringComparison.Ordinal) && !d.Text.Contains("/Round/", StringComparison.Ordinal)).ToList();
        AssertSays("Conflict", Place("Conflict/Conflict.csproj", 0), "CD0060", "'ping'", "\"of one\" of One/One.csproj", "\"of two\" of Two/Two.csproj");
        AssertSays("Twice", Place("Twice/Twice.csproj", 0), "CD0062", "'other'", "Two/Two.csproj");
        AssertSays("Wrong", Place("One/One.cs", 4), "CD0072", "One/One.csproj", "Routes");
        AssertSays("Reads", Place("Reads/Reads.csproj", 9), "CD0078", "'routs'");
        AssertSays("Bad", Place("Bad/Bad.csproj", 0), "CD0066", "'many'");
        AssertSays("Shut", Place("Shut/Shut.csproj", 0), "CD0077");
        AssertSays("Checked", Place("Checked/own.ids", 0), "CD0069", "+ 1 new");
        Assert.IsFalse(File.Exists(tree.PathOf("Checked/own.ids")));
        AssertSays("Late", Place("Late/Late.csproj", 0), "CD0079", "'late'");
        AssertSays("Loose", Place("Loose/Loose.csproj", 0), "CD0078", "own.ids");
        AssertSays("Visual", Place("Visual/Visual.vbproj", 0), "CD0070");
        Assert.HasCount(10, lines, outcome.Output);
        // MSBuild finds the circle before anybody gathers anything.
        Assert.Contains(d => d.Text.Contains("MSB4006", StringComparison.Ordinal), outcome.Log.Diagnostics, outcome.Output);

        void AssertSays(string project, string place, string code, params string[] parts)
        {
            var line = lines.SingleOrDefault(d => Path.GetFileNameWithoutExtension(d.Project) == project)?.Text ?? "";
            foreach (var part in parts.Append($"error {code}: "))
                Assert.Contains(part, line, outcome.Output);
            Assert.StartsWith(place, line);
        }
    }

    private static BuildOutcome Cached(Workspace workspace, int compiled, int? restored, BuildStep step, BuildOutcome? same = null, string but = "//")
    {
        var outcome = workspace.Cached(step);
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        Comparison.AssertCounts(workspace, step, outcome, compiled, restored);
        if (same is not null)
        {
            Assert.AreEqual(Outputs(same, but), Outputs(outcome, but), outcome.BinlogPath);
            Assert.AreEqual(Chat.Says, Run(workspace.Tree));
        }
        return outcome;
    }

    private static string Outputs(BuildOutcome outcome, string but) =>
        string.Join('\n', outcome.Files.Where(f => IsCompared(f.Key) && !f.Key.Contains(but, StringComparison.Ordinal)).Select(f => $"{f.Key} {f.Value}"));

    private static bool IsCompared(string path) => Path.GetExtension(path) is ".dll" or ".pdb" || path.EndsWith(".contributions.json", StringComparison.Ordinal) || path.EndsWith(".gathered.txt", StringComparison.Ordinal);

    private static void AssertProgram(Workspace workspace, BuildOutcome outcome, string says)
    {
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        Assert.AreEqual(says, Run(workspace.Tree), outcome.BinlogPath);
    }

    private static string Run(TestTree tree)
    {
        var outcome = DotNet.Run(new DotNetCall { Arguments = [tree.PathOf(App)], WorkingFolder = tree.Root });
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        return outcome.Output.Trim();
    }
}
