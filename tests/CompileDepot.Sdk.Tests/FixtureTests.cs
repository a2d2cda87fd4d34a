using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>The oracle itself: plain builds compared with plain builds are equal, and a difference is found.</summary>
[TestClass]
public sealed class FixtureTests : ScenarioTest
{
    [TestMethod]
    public void Build_EqualsItself_WhenBothSidesArePlain()
    {
        var workspace = NewWorkspace(SdkWay.None);
        var languages = Samples.AllLanguages(workspace.Tree);
        var first = workspace.Cached(new BuildStep());
        Comparison.AssertEqual(workspace, new BuildStep(), first, workspace.Plain(new BuildStep()));
        Assert.HasCount(4, first.Log.Compilations);
        Assert.HasCount(4, first.Log.Diagnostics);

        languages.CSharp.Edit("Greeter.cs", "Hello", "Good morning");
        var incremental = new BuildStep { IsClean = false };
        var second = workspace.Cached(incremental);
        Assert.HasCount(1, second.Log.Compilations);
        Comparison.AssertEqual(workspace, incremental, second, workspace.Plain(incremental));
    }

    /// <summary>The list of files that may differ holds none that needn't be on it.</summary>
    [TestMethod]
    public void IgnoredFiles_Differ_WhenBothSidesArePlain()
    {
        var workspace = NewWorkspace(SdkWay.None);
        var lib = workspace.Tree.Add(Samples.CSharp("Lib")).File("Lib.cs", Samples.LibrarySource).File("Text.resx", Samples.Resx("one"));
        workspace.Tree.Add(Samples.CSharp("Other").References(lib)).File("Other.cs", "namespace Sample;\n\npublic class Other\n{\n}\n");
        workspace.Cached(new BuildStep());
        workspace.Plain(new BuildStep());
        var one = Ignored(workspace.Tree.Root);
        var other = Ignored(Path.Combine(Folder, "w", "plain"));
        Assert.HasCount(2, one);
        foreach (var (path, content) in one)
            Assert.AreNotEqual(content, other[path], path);

        Dictionary<string, string> Ignored(string folder) => OutputFiles.Of(workspace.Tree, folder)
            // The packages' cache is ignored because it is not restored.
            .Where(path => OutputFiles.IsIgnored(path) && !path.EndsWith(".assets.cache", StringComparison.Ordinal))
            .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, path))));
    }

    [TestMethod]
    public void AssertEqual_Fails_WhenAFileADiagnosticOrAnExitCodeDiffers()
    {
        var workspace = NewWorkspace(SdkWay.None);
        var library = workspace.Tree.Add(Samples.CSharp("Lib")).File("Lib.cs", Samples.LibrarySource);
        var step = new BuildStep();
        var cached = workspace.Cached(step);
        library.Edit("Lib.cs", "Hello", "Hallo");
        var otherFile = workspace.Plain(step);
        Assert.Contains("- file Lib/bin/Debug/net10.0/Lib.dll", FailureOf(otherFile));
        library.Edit("Lib.cs", "int unused = 1;", "");
        Assert.Contains("+ diagnostic", FailureOf(workspace.Plain(step)));
        library.Edit("Lib.cs", "return", "retrun");
        Assert.Contains("exit code 0, plain 1", FailureOf(workspace.Plain(step)));

        string FailureOf(BuildOutcome plain) =>
            Assert.ThrowsExactly<AssertFailedException>(() => Comparison.AssertEqual(workspace, step, cached, plain)).Message;
    }
}
