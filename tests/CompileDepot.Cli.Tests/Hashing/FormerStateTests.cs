using CompileDepot.Cli.Hashing;

namespace CompileDepot.Cli.Tests.Hashing;

[TestClass]
public sealed class FormerStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-above-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Above_HasTheNearestOfEachName_AndAllOfThoseThatAddUp()
    {
        Write("global.json", "Directory.Build.props", "Directory.Build.targets", ".editorconfig", "NuGet.config");
        Write("a/global.json", "a/.editorconfig", "a/.globalconfig", "a/nuget.config");
        Write("a/tree/Directory.Build.targets", "a/tree/.editorconfig");
        // In another order where case does not count; what there is above the temporary folder is no concern of ours.
        var found = FormerState.Above(Path.Combine(_folder, "a", "tree")).Where(f => f.StartsWith(_folder, StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(_folder, f).Replace('\\', '/')).ToList();
        string[] expected = ["a/global.json", "a/nuget.config", "a/.editorconfig", "a/.globalconfig", "Directory.Build.props", "NuGet.config", ".editorconfig"];
        CollectionAssert.AreEqual(expected, found, StringComparer.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void Above_HasOneFile_WhenItsNameHasSeveralSpellings()
    {
        Write("NuGet.config", "nuget.config", "NuGet.Config", "tree/a");
        Assert.HasCount(1, FormerState.Above(Path.Combine(_folder, "tree")).Where(f => f.StartsWith(_folder, StringComparison.Ordinal)));
    }

    private void Write(params string[] paths)
    {
        foreach (var path in paths.Select(p => Path.Combine(_folder, p)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
