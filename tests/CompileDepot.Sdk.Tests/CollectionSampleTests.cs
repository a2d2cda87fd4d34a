using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What the documentation shows of collections, as programs that are built and run; and what becomes of ids under version control.</summary>
[TestClass]
public sealed class CollectionSampleTests : ScenarioTest
{
    private const string Ids = "App/messages.ids";

    private const string Shared = "shared.ids";

    private const string Comment = "# Ids of the collection 'messages', written by the build. An id is never given to another name; names that are gone stay reserved.\n";

    private const string Write = """
        <Target Name="WriteRoutes" AfterTargets="SealCollections">
          <ReadCollection Collection="routes" GatheredFile="$(CompileDepotGatheredFile)">
            <Output TaskParameter="Values" ItemName="Route" />
          </ReadCollection>
          <WriteLinesToFile File="$(OutDir)routes.txt" Lines="@(Route->'%(Key) %(Identity)')" Overwrite="true" WriteOnlyWhenDifferent="true" />
        </Target>
        """;

    private const string List = """
        <Target Name="ListPages" BeforeTargets="CoreCompile">
          <ItemGroup>
            <CompileTable Include="routes" Key="GET /%(Page.Filename)" Value="Orders.OrderRoutes.List" ValueType="method" />
          </ItemGroup>
        </Target>
        """;

    private static readonly BuildStep Step = new();

    [TestMethod]
    public void Services_AreRegistered_WhenALibraryIsReferredTo()
    {
        NeedsSdk();
        var workspace = CollectionSample.Load(NewWorkspace(), "services");
        Build(workspace, compiled: 4, restored: 0);
        Assert.AreEqual("to Ada, 2026", CollectionSample.Run(workspace, "Ada"));

        const string Mail = "<ProjectReference Include=\"../Mail/Mail.csproj\" />";
        const string Both = Mail + "\n    <ProjectReference Include=\"../Log/Log.csproj\" />";
        workspace.Tree.Edit("App/App.csproj", Mail, Both);
        Build(workspace, compiled: 1, restored: 3);
        Assert.AreEqual("to Ada, 2026 (logged)", CollectionSample.Run(workspace, "Ada"));

        workspace.Tree.Edit("App/App.csproj", Both, Mail);
        Build(workspace, compiled: 0, restored: 4);
        Assert.AreEqual("to Ada, 2026", CollectionSample.Run(workspace, "Ada"));
    }

    [TestMethod]
    public void Routes_AnswerAndAreCounted_WhenLibrariesBringThem()
    {
        NeedsSdk();
        var workspace = CollectionSample.Load(NewWorkspace(), "routes");
        Build(workspace, compiled: 4, restored: 0);
        Assert.AreEqual(
            "GET /health\nGET /orders\nGET /users\nPOST /users\n4\n201 Bob\n200 Ada,Bob\n200 well\n404 nothing here",
            CollectionSample.Run(workspace, "POST /users Bob", "GET /users", "GET /health", "GET /orders/1"));

        // One route of two libraries: neither is right.
        workspace.Tree.Edit("Orders/OrderRoutes.cs", "\"GET /orders\"", "\"GET /users\"");
        var twice = workspace.Cached(Step);
        Assert.AreEqual(1, twice.ExitCode, twice.Output);
        AssertOneError(twice, "CD0060", "Orders.OrderRoutes.List", "Orders/Orders.csproj", "Users.UserRoutes.List", "Users/Users.csproj");

        // The error is where the route was contributed, in the other project.
        workspace.Tree.Edit("Orders/OrderRoutes.cs", "\"GET /users\"", "\"GET /orders\"");
        workspace.Tree.Edit("Orders/OrderRoutes.cs", "List(Request request)", "List(int request)");
        var wrong = workspace.Cached(Step);
        Assert.AreEqual(1, wrong.ExitCode, wrong.Output);
        AssertOneError(wrong, "CD0074", workspace.Tree.PathOf("Orders/OrderRoutes.cs") + "(5,", "OrderRoutes.List");
    }

    /// <summary>A target finds out what to contribute, and another makes something of its own of what is sealed.</summary>
    [TestMethod]
    public void Routes_ComeFromTargetsAndGoToTargets_WhenProjectsHaveSome()
    {
        NeedsSdk();
        var workspace = CollectionSample.Load(NewWorkspace(), "routes");
        workspace.Tree.Edit("Orders/Orders.csproj", "</Project>", $"<ItemGroup><Page Include=\"help/faq.html;help/terms.html\" /></ItemGroup>\n{List}\n</Project>");
        workspace.Tree.Edit("App/App.csproj", "</Project>", Write + "\n</Project>");
        Build(workspace, compiled: 4, restored: 0);
        const string Expected = "GET /health App.Health.Check\nGET /faq Orders.OrderRoutes.List\nGET /terms Orders.OrderRoutes.List\n"
            + "GET /orders Orders.OrderRoutes.List\nGET /users Users.UserRoutes.List\nPOST /users Users.UserRoutes.Add\n";
        Assert.AreEqual(Expected, File.ReadAllText(workspace.Tree.PathOf("App/bin/Debug/net10.0/routes.txt")).ReplaceLineEndings("\n"));
        Assert.EndsWith("\n200 none yet", CollectionSample.Run(workspace, "GET /faq"));

        // Who does not seal does not know.
        workspace.Tree.Edit("App/App.csproj", "Collection=\"routes\"", "Collection=\"router\"");
        var unsealed = workspace.Cached(Step);
        Assert.AreEqual(1, unsealed.ExitCode, unsealed.Output);
        AssertOneError(unsealed, "CD0078", workspace.Tree.PathOf("App/App.csproj"), "'router'");
    }

    /// <summary>From no file to one with a past: what is in it is kept for ever, and a name that comes back is known.</summary>
    [TestMethod]
    public void Messages_KeepTheirIds_WhenMessagesComeAndGo()
    {
        NeedsSdk();
        var workspace = CollectionSample.Load(NewWorkspace(), "messages");
        // No item of the project, and not there: nothing but StaticWrite tells of it.
        workspace.Tree.Delete(Ids);
        workspace.Tree.Edit("App/App.csproj", "Include=\"messages.ids\"", "Include=\"../shared.ids\"");
        Build(workspace, compiled: 4, restored: 0);
        Build(workspace, compiled: 0, restored: 4);
        AssertIds(workspace, "1 move\n2 offer\n3 ping\n4 say\n", Shared);
        Assert.AreEqual(
            "1 move, 2 offer, 3 ping, 4 say\n4 {\"Text\":\"hello\"} Chat.Say\n2 {\"Name\":\"a.txt\",\"Size\":3} Files.Offer\n1 {\"X\":1,\"Y\":2} Game.Move",
            CollectionSample.Run(workspace));

        var time = File.GetLastWriteTimeUtc(workspace.Tree.PathOf(Shared));
        Build(workspace, compiled: 0, restored: 0, Step with { IsClean = false });
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(workspace.Tree.PathOf(Shared)));

        // Its name comes first of all, its number last.
        const string Ping = "[assembly: CompileTable(\"messages\", \"ping\", typeof(Ping))]\n";
        const string Alert = "[assembly: CompileTable(\"messages\", \"alert\", typeof(string))]\n";
        workspace.Tree.Edit("Chat/Messages.cs", Ping, Ping + Alert);
        Build(workspace, compiled: 2, restored: 2);
        AssertIds(workspace, "1 move\n2 offer\n3 ping\n4 say\n5 alert\n", Shared);
        Assert.StartsWith("1 move, 2 offer, 3 ping, 4 say, 5 alert\n", CollectionSample.Run(workspace));

        // The second time, the depot has seen each state before.
        for (var i = 0; i < 2; i++)
        {
            workspace.Tree.Edit("Chat/Messages.cs", Ping + Alert, Ping);
            Build(workspace, compiled: 0, restored: 4);
            AssertIds(workspace, "1 move\n2 offer\n3 ping\n4 say\n5 alert reserved\n", Shared);
            Assert.StartsWith("1 move, 2 offer, 3 ping, 4 say\n", CollectionSample.Run(workspace));

            workspace.Tree.Edit("Chat/Messages.cs", Ping, Ping + Alert);
            Build(workspace, compiled: 0, restored: 4);
            AssertIds(workspace, "1 move\n2 offer\n3 ping\n4 say\n5 alert\n", Shared);
            Assert.StartsWith("1 move, 2 offer, 3 ping, 4 say, 5 alert\n", CollectionSample.Run(workspace));
        }
    }

    /// <summary>A merge, a slip of the hand; and a build that may not mend what a person forgot.</summary>
    [TestMethod]
    public void Messages_FailTheBuild_WhenTheirFileIsNotWhatItShouldBe()
    {
        NeedsSdk();
        var workspace = CollectionSample.Load(NewWorkspace(), "messages");
        var tree = workspace.Tree;
        Build(workspace, compiled: 4, restored: 0);
        AssertIds(workspace, "1 ping\n2 say\n3 shout reserved\n4 offer\n5 move\n");

        AssertRefused("5 move\n", "5 move\n5 draw\n", "CD0068", "(7,", "'move'", "'draw'");
        AssertRefused("5 move\n", "<<<<<<< ours\n5 move\n=======\n5 draw\n>>>>>>> theirs\n", "CD0068", "(6,", "conflict");
        AssertRefused("5 move\n", "move 5\n", "CD0067", "(6,", "'move 5'");

        // The message was committed, the file was not.
        tree.Edit("Chat/Messages.cs", "\"ping\"", "\"pong\"");
        var former = tree.Read(Ids);
        var server = workspace.Cached(Step.With("-p:ContinuousIntegrationBuild=true"));
        Assert.AreEqual(1, server.ExitCode, server.Output);
        AssertOneError(server, "CD0069", tree.PathOf(Ids), "- 1 ping\n", "+ 1 ping reserved\n", "+ 6 pong");
        Assert.AreEqual(former, File.ReadAllText(tree.PathOf(Ids)));
        Build(workspace, compiled: 2, restored: 2);
        AssertIds(workspace, "1 ping reserved\n2 say\n3 shout reserved\n4 offer\n5 move\n6 pong\n");

        void AssertRefused(string before, string after, params string[] parts)
        {
            tree.Edit(Ids, before, after);
            var outcome = workspace.Cached(Step);
            Assert.AreEqual(1, outcome.ExitCode, outcome.Output);
            AssertOneError(outcome, parts[0], [tree.PathOf(Ids) + parts[1], .. parts[2..]]);
            Assert.AreEqual(tree.Read(Ids), File.ReadAllText(tree.PathOf(Ids)), "it is the person's to mend");
            tree.Edit(Ids, after, before);
        }
    }

    [TestMethod]
    public void Messages_LeaveTheirFileAlone_WhenAllIsRestoredElsewhere()
    {
        NeedsSdk();
        var first = CollectionSample.Load(NewWorkspace(), "messages");
        Build(first, compiled: 4, restored: 0);
        var second = CollectionSample.Load(NewWorkspace(name: "elsewhere", depot: first.DepotPath), "messages");
        var time = new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(second.Tree.PathOf(Ids), time);
        foreach (var (step, whole) in new[] { (Step, 4), (Step.With("-graph"), 4), (Step.With("-p:CompileDepotProjectRestore=false"), 0) })
        {
            AssertWhole(whole, Build(second, compiled: 0, restored: 4, step));
            Assert.AreEqual(time, File.GetLastWriteTimeUtc(second.Tree.PathOf(Ids)));
            Assert.StartsWith("1 ping, 2 say, 4 offer, 5 move\n", CollectionSample.Run(second));
        }
        foreach (var project in new[] { "Chat", "Files", "Game" })
            Assert.AreEqual(ReadContributions(first, project), ReadContributions(second, project));
    }

    private static string ReadContributions(Workspace workspace, string project) => File.ReadAllText(workspace.Tree.PathOf($"{project}/obj/Debug/net10.0/{project}.contributions.json"));

    private static BuildOutcome Build(Workspace workspace, int compiled, int restored, BuildStep? step = null)
    {
        var outcome = workspace.Cached(step ?? Step);
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        Assert.IsEmpty(outcome.Log.Diagnostics, outcome.Output);
        Comparison.AssertCounts(workspace, step ?? Step, outcome, compiled, restored);
        return outcome;
    }

    private static void AssertOneError(BuildOutcome outcome, string code, params string[] parts)
    {
        var error = outcome.Log.Diagnostics.Select(d => d.Text).Single().ReplaceLineEndings("\n");
        Assert.Contains($" error {code}: ", error);
        foreach (var part in parts)
            Assert.Contains(part, error);
    }

    /// <summary>What the build wrote is committed.</summary>
    private static void AssertIds(Workspace workspace, string lines, string path = Ids)
    {
        var text = File.ReadAllText(workspace.Tree.PathOf(path));
        Assert.AreEqual(Comment + lines, text);
        workspace.Tree.Write(path, text);
    }
}
