using CompileDepot.Cli.Tests.Commands;
using CompileDepot.Core.Tests.Docs;
using CompileDepot.Core.Tests.Reports;

namespace CompileDepot.Cli.Tests.Docs;

/// <summary>Every command line of the pages is one that the tool understands, and each that stands on lines of its own is run: here, or by the test that <see cref="Elsewhere"/> names.</summary>
[TestClass]
public sealed class DocumentedCommandTests
{
    private const string QuickStart = "QuickStartTests.QuickStart_GoesAsItIsWritten_WhenTheFolderIsEmpty";
    private const string Hash = "HashTests.Hash_IsTheSame_InEveryCheckoutOfACommit";
    private const string HashSince = "HashTests.HashSince_ListsWhatChangedAndTouchesNoRepository";

    /// <summary>Where a line of a page can be run.</summary>
    public enum Place
    {
        /// <summary>A tree with a depot that has results in it.</summary>
        Depot,

        /// <summary>A tree whose depot has records of three builds.</summary>
        Builds,

        /// <summary>A tree with two builds of the same project on main.</summary>
        Branch,

        /// <summary>A tree with files of preferences.</summary>
        Preferences,

        /// <summary>A tree with an empty depot.</summary>
        Empty,
    }

    // In each place the lines run in the order of this list.
    private static readonly (string Line, Place Place)[] Here =
    [
        ("compiledepot init", Place.Empty),
        ("compiledepot keys create -o ci.pem", Place.Empty),
        ("compiledepot keys trust ci.public.pem --into trusted-keys.pem --comment \"CI, main branch\"", Place.Empty),
        ("compiledepot keys list --trusted-keys trusted-keys.pem", Place.Empty),
        ("compiledepot verify --trusted-keys trusted-keys.pem --repair", Place.Empty),
        ("compiledepot collect --dry-run", Place.Depot),
        ("compiledepot collect", Place.Depot),
        ("compiledepot collect --older-than 2d", Place.Depot),
        ("compiledepot collect --max-size 20GB", Place.Depot),
        ("compiledepot collect --max-size 20GB --keep-roots", Place.Depot),
        ("compiledepot explain", Place.Branch),
        ("compiledepot explain Domain", Place.Branch),
        ("compiledepot explain --build 2", Place.Branch),
        ("compiledepot explain Domain --against main", Place.Branch),
        ("compiledepot preferences set LibB backend gpu --local", Place.Preferences),
        ("compiledepot preferences list", Place.Preferences),
        ("compiledepot preferences get LibB tuning.tile", Place.Preferences),
        ("compiledepot preferences explain src/LibB backend", Place.Preferences),
        ("compiledepot preferences explain src/LibB --in src/App", Place.Preferences),
        ("compiledepot report", Place.Builds),
        ("compiledepot report -o build.html", Place.Builds),
        ("compiledepot report --build 2 -o old.html", Place.Builds),
        ("compiledepot report --json", Place.Builds),
        ("compiledepot stats --last", Place.Builds),
        ("compiledepot stats --all-roots --prometheus", Place.Builds),
    ];

    // A test with real builds, or a script of CI.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["bash eng/compare/run.sh --projects 2 --rounds 1 --only plain,compiledepot --no-soundness"] = "CompareTests.Compare_PrintsTheTableAndLeavesNothing_WhenItIsCalledAsThePageSays",
        ["dotnet build"] = QuickStart,
        ["dotnet tool install --global CompileDepot.Cli"] = QuickStart,
        ["compiledepot pack Shop.sln -o shop.cdi"] = "ImageTests.Image_ServesAnotherCheckout_InPlaceAndUnpacked",
        ["compiledepot hash"] = Hash,
        ["compiledepot hash --json"] = Hash,
        ["compiledepot hash --since origin/main"] = HashSince,
        ["compiledepot hash --since origin/main --json"] = HashSince,
    };

    // Many minutes each, and npm: nobody's test, as their page says.
    private static readonly string[] ByHand =
    [
        "bash eng/compare/run.sh",
        "bash eng/compare/run.sh --solution ~/src/app/App.slnx --rounds 5",
    ];

    [TestMethod]
    public void Lines_AreUnderstood_WhereverTheyStand()
    {
        var all = DocumentedCommands.Fenced.Concat(DocumentedCommands.Spans).Where(c => c.Line.StartsWith("compiledepot ", StringComparison.Ordinal) && !c.Line.Contains("(suggest)", StringComparison.Ordinal)).ToList();
        Assert.IsGreaterThan(50, all.Count);
        var wrong = all.Select(c => (Command: c, Complaint: DocumentedCommands.Complaint(c.Line))).Where(c => c.Complaint.Length > 0).Select(c => $"{c.Command}: {c.Complaint}");
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    [DataRow("compiledepot stat", "stat")]
    [DataRow("compiledepot stats --first", "--first")]
    [DataRow("compiledepot preferences put", "put")]
    [DataRow("compiledepot collect --older-than 5", "--older-than")]
    [DataRow("compiledepot collect --younger-than", "--younger-than")]
    public void Complaint_NamesWhatIsWrong_WhenALineIs(string line, string name) => Assert.Contains(name, DocumentedCommands.Complaint(line));

    [TestMethod]
    public void Lines_AreRunSomewhere_WhenTheyStandAlone()
    {
        var quickStart = DocumentedCommands.In(RepositoryText.Section("README.md", "Quick start")).ToHashSet(StringComparer.Ordinal);
        var known = Here.Select(h => h.Line).Concat(Elsewhere.Keys).Concat(ByHand).ToList();
        var missing = DocumentedCommands.Fenced.Where(c => !known.Contains(c.Line) && !(c.Page == "README.md" && quickStart.Contains(c.Line)));
        Assert.AreEqual("", string.Join('\n', missing), $"in neither list of {nameof(DocumentedCommandTests)}");
        var stale = known.Except(DocumentedCommands.Fenced.Select(c => c.Line));
        Assert.AreEqual("", string.Join('\n', stale), "on no page any more");
    }

    [TestMethod]
    public void Elsewhere_NamesTestsThatThereAre()
    {
        foreach (var test in Elsewhere.Values.Append(QuickStart).Distinct())
        {
            var name = test.Split('.');
            var file = Directory.EnumerateFiles(RepositoryText.PathOf("tests"), name[0] + ".cs", SearchOption.AllDirectories).Single();
            Assert.Contains($"public void {name[1]}()", File.ReadAllText(file), test);
        }
    }

    [TestMethod]
    [DataRow(Place.Depot)]
    [DataRow(Place.Builds)]
    [DataRow(Place.Branch)]
    [DataRow(Place.Empty)]
    public void Lines_EndWell_WhereTheyBelong(Place place)
    {
        using var sample = new SampleReport();
        Fill(sample, place);
        Run(new CliRunner(sample.Depot.Root, sample.Depot.Folder), place);
    }

    [TestMethod]
    public void Lines_EndWell_WherePreferencesAre()
    {
        using var tree = new PreferenceTree();
        tree.WriteProject("src/LibB", """<CompileTimePreference Include="backend" Default="cpu" Values="cpu;gpu" /><CompileTimePreference Include="tuning.tile" Type="integer" />""");
        tree.WriteProject("src/App", """<ProjectReference Include="../LibB/LibB.csproj" />""");
        tree.Write("CompileDepot.toml", "[deps]\nLibB = \"*\"\n[preferences.LibB.tuning]\ntile = 64\n");
        Run(tree.Cli, Place.Preferences);
    }

    private static void Run(CliRunner cli, Place place)
    {
        foreach (var (line, _) in Here.Where(h => h.Place == place))
        {
            var result = cli.Run(DocumentedCommands.Words(line)[1..]);
            Assert.AreEqual(ExitCode.Done, result.Code, $"{line}\n{result.Output}{result.Error}");
        }
    }

    private static void Fill(SampleReport sample, Place place)
    {
        var depot = sample.Depot;
        switch (place)
        {
            case Place.Depot:
                depot.AddCompile("Domain", "1");
                depot.AddProject("Domain", "1");
                break;
            case Place.Builds:
                sample.AddBuilds(3);
                break;
            case Place.Branch:
                var (first, second) = (depot.AddCompile("Domain", "1"), depot.AddCompile("Domain", "2"));
                depot.AddBuild(depot.Action("Domain", entry: first) with { Branch = "main", Commit = new string('1', 40) });
                depot.AddBuild(depot.Action("Domain", entry: second, former: first, minutes: 10) with { Branch = "main", Commit = new string('2', 40) });
                break;
        }
    }
}
