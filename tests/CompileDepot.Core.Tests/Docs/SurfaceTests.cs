using System.Xml.Linq;

namespace CompileDepot.Core.Tests.Docs;

/// <summary>
/// What projects of others can come to rely on: the names that our files set, add to and define in a build, and the types in it. A change is a decision, so it shows in review: the names stand in <c>Surface.txt</c>.
/// Names that begin with <c>_</c> are ours alone. (Settings are held by their catalogue, the command line by its help.)
/// </summary>
[TestClass]
public sealed class SurfaceTests
{
    private const string Snapshot = "tests/CompileDepot.Core.Tests/Docs/Surface.txt";

    [TestMethod]
    public void Surface_IsAsReviewed()
    {
        var files = Directory.EnumerateFiles(RepositoryText.PathOf("sdk"), "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".props" or ".targets" or ".proj").ToList();
        Assert.IsGreaterThan(10, files.Count);
        var names = files.SelectMany(f => XDocument.Load(f).Descendants()).SelectMany(Names).Concat(PublicTypes()).Distinct().Order(StringComparer.Ordinal);
        var surface = string.Join('\n', names) + "\n";
        Assert.AreEqual(RepositoryText.Read(Snapshot).ReplaceLineEndings("\n"), surface, $"If this is what it should be, put it into {Snapshot}:\n{surface}");
    }

    private static IEnumerable<string> Names(XElement element)
    {
        IEnumerable<string> names = element.Name.LocalName switch
        {
            "Target" => [$"target {element.Attribute("Name")!.Value}"],
            "UsingTask" => [$"task {element.Attribute("TaskName")!.Value}"],
            "PropertyGroup" => element.Elements().Select(e => $"property {e.Name.LocalName}"),
            "ItemGroup" => element.Elements().Select(e => $"item {e.Name.LocalName}"),
            _ => [],
        };
        return names.Where(n => n[n.IndexOf(' ') + 1] != '_');
    }

    private static IEnumerable<string> PublicTypes() =>
        Directory.EnumerateFiles(RepositoryText.PathOf("sdk/build/collections")).SelectMany(File.ReadLines).Select(l => l.Trim()).Where(l => l.StartsWith("public ", StringComparison.Ordinal) || l.StartsWith("internal sealed class", StringComparison.Ordinal))
            .Select(l => "type " + l.TrimEnd('{', '}', ' '));
}
