using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>One depot for several checkouts, at paths of other lengths and on other branches. Every build is compared with the plain one at the same path and commit.</summary>
[TestClass]
public sealed class CheckoutTests : ScenarioTest
{
    [TestMethod]
    public void Build_RestoresEverything_WhenAnotherCheckoutFilledTheDepot()
    {
        var (first, second) = Pair("a", "a much longer name of a folder, somewhere else");
        Samples.Chain(first.Tree);
        Samples.Chain(second.Tree);
        NewRepository(first);
        var repository = NewRepository(second);
        repository.CommitEmpty("another commit");
        first.Build(3, 0);
        second.Build(0, 3);
        foreach (var project in (string[])["Lib", "Middle", "App"])
        {
            var sources = DebuggerView.AssertBinds(second.Tree.PathOf($"{project}/obj/Debug/net10.0/{project}.dll"), second.Tree.Root);
            Assert.IsTrue(sources.Any(s => s.EndsWith(".cs", StringComparison.Ordinal)), project);
        }
        first.BuildAgain(0, 0);
    }

    [TestMethod]
    public void Build_RestoresEverything_InAWorktreeOfAnotherBranch()
    {
        var (first, second) = Pair("main", "t");
        Samples.Chain(first.Tree);
        var (lib, _, _) = Samples.Chain(second.Tree);
        var repository = NewRepository(first);
        first.Build(3, 0);
        var worktree = repository.Worktree(second, "topic");
        worktree.CommitEmpty("on the branch");
        AssertWhole(3, second.Build(0, 3));
        lib.Edit("Lib.cs", "Hello", "Good day");
        second.BuildAgain(1, 0);
        Assert.AreNotEqual(repository.Commit, worktree.Commit);
    }

    [TestMethod]
    public void Build_GivesThePlainResult_InAllLanguagesWithoutGit()
    {
        var (first, second) = Pair("a", "some where");
        // A match that is not complete holds the path of its source, for the exception.
        foreach (var workspace in new[] { first, second })
            Samples.AllLanguages(workspace.Tree).FSharp.Edit("Adder.fs", "    | Some number -> number", "    | Some number -> number\n    | None -> 0");
        first.Build(4, 0);
        second.Build(0, 4);
    }

    [TestMethod]
    [DataRow("ErrorLog", "log.sarif")]
    [DataRow("GenerateDocumentationFile", "true")]
    [DataRow("EmitCompilerGeneratedFiles", "true")]
    [DataRow("EmbedAllSources", "true")]
    public void Build_RestoresSideFiles_WhenAnotherCheckoutFilledTheDepot(string property, string value)
    {
        var (first, second) = Pair("a", "b c+d@e (f)");
        foreach (var workspace in new[] { first, second })
        {
            var library = workspace.Tree.Add(Samples.CSharp("Lib")).File("Lib.cs", Samples.LibrarySource).Set(property, value);
            library.File("Match.cs", """
                using System.Text.RegularExpressions;

                namespace Sample;

                public static partial class Match
                {
                    [GeneratedRegex("a+")]
                    public static partial Regex Letters();
                }

                """);
        }
        first.Build(1, 0);
        second.Build(0, 1);
    }

    [TestMethod]
    public void Build_RestoresSatellites_WhenAnotherCheckoutFilledTheDepot()
    {
        var (first, second) = Pair("a", "bcd");
        foreach (var workspace in new[] { first, second })
            workspace.Tree.Add(Samples.CSharp("Lib")).File("Lib.cs", Samples.LibrarySource).File("Text.resx", Samples.Resx("one")).File("Text.de.resx", Samples.Resx("eins"));
        NewRepository(first);
        NewRepository(second).CommitEmpty("two");
        var step = new BuildStep { UsesServer = false };
        first.Build(2, 0, step);
        second.Build(0, 2, step);
    }

    [TestMethod]
    public void Build_CompilesAndSaysWhy_WhenAPathIsInTheCode()
    {
        NeedsSdk();
        var (first, second) = Pair("a", "bcd");
        foreach (var workspace in new[] { first, second })
        {
            workspace.Tree.Add(Samples.CSharp("Lib")).File("Lib.cs", $"namespace Sample;\n\npublic static class Where\n{{\n    public static string There() => @\"{first.Tree.PathOf("Lib/Lib.cs")}\";\n}}\n");
        }
        first.Build(1, 0);
        var entry = DepotFolder.ReadEntry(first.Depot.Entries.Single());
        Assert.AreEqual(CompileDepot.Core.Effects.Binding.Roots, entry.BoundTo);
        Assert.Contains("Lib.dll", entry.BoundBy!);
        second.Build(1, 0);
        first.Build(0, 1);
    }

    [TestMethod]
    public void Verify_FindsNothing_WhenTheEntryIsOfAnotherPlace()
    {
        NeedsSdk();
        var (first, second) = Pair("a", "bcd");
        Samples.Chain(first.Tree);
        Samples.Chain(second.Tree);
        NewRepository(first);
        NewRepository(second).CommitEmpty("two");
        first.Build(3, 0);
        var verified = second.Cached(new BuildStep().With("-p:CompileDepotMode=Verify"));
        Assert.HasCount(3, verified.Log.Compilations);
        Assert.IsFalse(verified.Has("CD0011"), verified.Output);
        Assert.HasCount(3, first.Depot.Entries);
    }

    private (Workspace First, Workspace Second) Pair(string first, string second)
    {
        var depot = Path.Combine(Folder, "shared");
        return (NewWorkspace(name: first, depot: depot), NewWorkspace(name: second, depot: depot));
    }
}
