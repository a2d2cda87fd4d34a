using System.Reflection;
using System.Text.RegularExpressions;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Docs;

/// <summary>What a user can type or meet is written down, and what is written down exists.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    private static readonly string[] Headings = ["What", "Why", "What to do"];

    private static IReadOnlyList<string> Codes { get; } =
        [.. typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [TestMethod]
    public void DiagnosticCodes_AreThePagesThatThereAre()
    {
        var pages = Directory.EnumerateFiles(RepositoryText.PathOf("eng/docs/diagnostics")).Select(p => Path.GetFileName(p)).ToList();
        AssertSame([.. Codes.Select(c => c + ".md")], pages, "constants of DiagnosticCodes", "pages in eng/docs/diagnostics");
    }

    [TestMethod]
    public void DiagnosticCodes_AreUsedOnce() => CollectionAssert.AllItemsAreUnique(Codes.ToList());

    [TestMethod]
    public void DiagnosticPages_SayWhatWhyAndWhatToDo()
    {
        foreach (var code in Codes)
        {
            var page = $"eng/docs/diagnostics/{code}.md";
            Assert.StartsWith($"# {code}: ", RepositoryText.Read(page), page);
            foreach (var heading in Headings)
                Assert.IsGreaterThan(heading.Length + 20, RepositoryText.Section(page, heading).Length, $"{page} says little below '{heading}'");
        }
    }

    [TestMethod]
    public void UncacheableReasons_AreTheRowsOfTheirTable() => AssertSame(
        Enum.GetNames<UncacheableReason>(),
        RepositoryText.NamesInTables(RepositoryText.Section("eng/docs/how-it-decides.md", "Reasons not to cache")),
        "members of UncacheableReason",
        "rows of how-it-decides.md");

    [TestMethod]
    [DataRow("eng/docs/settings.md", "Modes")]
    public void Modes_AreTheRowsOfTheirTable(string file, string heading) => AssertSame(
        Enum.GetNames<DepotMode>(),
        RepositoryText.NamesInTables(RepositoryText.Section(file, heading)).Where(n => !n.StartsWith("CompileDepot", StringComparison.Ordinal)),
        "members of DepotMode",
        $"rows of {file}");

    [TestMethod]
    public void EnvironmentVariable_IsInTheReadmeAndTheSettings()
    {
        Assert.Contains($"`{DepotPath.Variable}`", RepositoryText.Section("README.md", "Settings"));
        Assert.Contains($"`{DepotPath.Variable}`", RepositoryText.Section("eng/docs/settings.md", "Environment variable"));
    }

    [TestMethod]
    public void Links_LeadToFiles()
    {
        foreach (var page in Directory.EnumerateFiles(RepositoryText.PathOf("eng/docs"), "*.md", SearchOption.AllDirectories).Append(RepositoryText.PathOf("README.md")))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
                Assert.IsTrue(Path.Exists(Path.GetFullPath(link.Groups["target"].Value, Path.GetDirectoryName(page)!)), $"{page} links to {link.Groups["target"].Value}");
        }
    }

    [TestMethod]
    public void Index_LeadsToEveryPage()
    {
        var pages = Directory.EnumerateFiles(RepositoryText.PathOf("eng/docs"), "*.md").Select(p => Path.GetFileName(p)).Where(n => n != "README.md");
        AssertSame(pages, Link().Matches(RepositoryText.Read("eng/docs/README.md")).Select(m => m.Groups["target"].Value).Where(t => t.EndsWith(".md", StringComparison.Ordinal) && !t.Contains('/')), "pages in eng/docs", "links of eng/docs/README.md");
    }

    [TestMethod]
    public void Picture_NamesTypesThatThereAre()
    {
        var picture = Mermaid().Match(RepositoryText.Read("eng/docs/architecture.md")).Groups["text"].Value;
        var types = NodeOfTypes().Matches(picture).SelectMany(m => m.Groups["names"].Value.Split(", ")).ToList();
        Assert.IsGreaterThan(10, types.Count);
        var files = Directory.EnumerateFiles(RepositoryText.PathOf("src"), "*.cs", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.Ordinal);
        Assert.IsEmpty(types.Except(files), string.Join(", ", types.Except(files)));
    }

    /// <summary>Code that a page takes from a sample is that sample's code, which is built and run; indentation aside.</summary>
    [TestMethod]
    [DataRow("README.md")]
    [DataRow("eng/docs/ci.md")]
    [DataRow("eng/docs/collections.md")]
    [DataRow("eng/docs/remotes.md")]
    public void Quotes_StandInTheirFiles(string page)
    {
        var text = RepositoryText.Read(page);
        var quotes = Quote().Matches(text);
        Assert.IsNotEmpty(quotes, page);
        Assert.HasCount(text.Split("<!-- from ").Length - 1, quotes, $"{page} says where code is from, and quotes none");
        foreach (Match quote in quotes)
            Assert.Contains(Unindented(quote.Groups["code"].Value), Unindented(RepositoryText.Read(quote.Groups["file"].Value)), $"{page} quotes {quote.Groups["file"].Value}");

        static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(l => l.Trim()));
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual, string expectedName, string actualName)
    {
        var (left, right) = (expected.ToList(), actual.ToList());
        Assert.IsNotEmpty(left, $"no {expectedName}");
        CollectionAssert.AllItemsAreUnique(right, actualName);
        Assert.IsEmpty(left.Except(right), $"{expectedName} that are missing among {actualName}: {string.Join(", ", left.Except(right))}");
        Assert.IsEmpty(right.Except(left), $"{actualName} that are missing among {expectedName}: {string.Join(", ", right.Except(left))}");
    }

    [GeneratedRegex("```mermaid\n(?<text>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Mermaid();

    // Not those of other kinds: "[(depot folders)]", "[the SDK's Csc]".
    [GeneratedRegex("\\[(?<names>[A-Z]\\w+(?:, [A-Z]\\w+)*)\\]")]
    private static partial Regex NodeOfTypes();

    [GeneratedRegex("<!-- from (?<file>\\S+) -->\n```\\w*\n(?<code>.+?)\n```", RegexOptions.Singleline)]
    private static partial Regex Quote();

    [GeneratedRegex("\\]\\((?<target>[^)#:]+)\\)")]
    private static partial Regex Link();
}
