using System.Text.RegularExpressions;
using System.Xml.Linq;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Docs;

/// <summary>The list of settings, the SDK's targets and the tables of the pages say the same.</summary>
[TestClass]
public sealed partial class SettingsCatalogTests
{
    private static readonly IReadOnlyList<XElement> Elements = [.. SdkFiles().SelectMany(f => XDocument.Load(f).Descendants("PropertyGroup").Elements())];

    [TestMethod]
    public void Names_AreThePropertiesThatTheSdkReadsOrSets()
    {
        var properties = SdkFiles().SelectMany(f => Read().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value)).Concat(Elements.Select(e => e.Name.LocalName))
            .Where(n => n.StartsWith(SettingsCatalog.Prefix, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        Assert.AreEqual(string.Join('\n', properties), string.Join('\n', SettingsCatalog.All.Select(s => s.Name).Order(StringComparer.Ordinal)), "properties in sdk/ and in SettingsCatalog");
    }

    [TestMethod]
    public void Names_HaveWhatTasksRead() => CollectionAssert.IsSubsetOf(DepotProperties.Names.ToList(), SettingsCatalog.All.Select(s => s.Name).ToList());

    /// <summary>Elements of the form <c>&lt;X Condition="'$(X)' == ''"&gt;value&lt;/X&gt;</c>.</summary>
    [TestMethod]
    public void Defaults_AreThoseOfTheTargets()
    {
        var defaults = Elements.Where(e => SettingsCatalog.Find(e.Name.LocalName) is not null && (string?)e.Attribute("Condition") == $"'$({e.Name.LocalName})' == ''").ToList();
        Assert.IsGreaterThanOrEqualTo(4, defaults.Count);
        foreach (var element in defaults)
            Assert.AreEqual($"`{element.Value}`", SettingsCatalog.Find(element.Name.LocalName)!.Default, element.Name.LocalName);
    }

    /// <summary>One that is not checked would be off where it is misspelt, without a word.</summary>
    [TestMethod]
    public void Booleans_AreThoseThatTheTargetsCheck()
    {
        var check = XDocument.Load(RepositoryText.PathOf("sdk/build/CompileDepot.Settings.targets")).Descendants("_CompileDepotBoolean").ToList();
        CollectionAssert.AreEqual(SettingsCatalog.All.Where(s => s.Values == "`true`, `false`").Select(s => s.Name).Order(StringComparer.Ordinal).ToList(), check.Select(e => (string)e.Attribute("Include")!).Order(StringComparer.Ordinal).ToList());
        foreach (var element in check)
            Assert.AreEqual($"$({(string?)element.Attribute("Include")})", (string?)element.Attribute("Value"));
    }

    /// <summary>To accept what the list says, put the text that the message shows into the page.</summary>
    [TestMethod]
    public void Tables_AreWhatTheListGives()
    {
        AssertTable("README.md", "Settings", Table(["property", "values", "default", "meaning"], SettingsCatalog.All.Select(s => Row(s, FromTop(s.Summary)))));
        AssertTable("README.md", "Settings", Table(["mode", "meaning"], Enum.GetValues<DepotMode>().Select(m => (string[])[$"`{m}`", DepotModes.Meaning(m)])));
        AssertTable("eng/docs/settings.md", "MSBuild properties", Table(["property", "values", "default", "meaning"], SettingsCatalog.All.Select(s => Row(s, s.Details))));

        static string[] Row(Setting setting, string meaning) => [$"`{setting.Name}`", setting.Values, setting.Default, meaning];

        // Links of the list are relative to eng/docs.
        static string FromTop(string text) => text.Replace("](", "](eng/docs/", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("CompileDepotMode", false)]
    [DataRow("CompileDepotmode", false)]
    [DataRow("CompileDepotModes", true)]
    [DataRow("COMPILEDEPOT_PATH", false)]
    [DataRow("_CompileDepotIsOn", false)]
    [DataRow("Configuration", false)]
    public void IsMisspelt_IsTrue_WhenItLooksLikeASettingAndIsNone(string property, bool expected) => Assert.AreEqual(expected, SettingsCatalog.IsMisspelt(property));

    private static IEnumerable<string> SdkFiles() =>
        Directory.EnumerateFiles(RepositoryText.PathOf("sdk"), "*.*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".props" or ".targets");

    private static string Table(string[] columns, IEnumerable<string[]> rows) =>
        string.Join('\n', rows.Prepend([.. columns.Select(_ => "---")]).Prepend(columns).Select(r => $"| {string.Join(" | ", r)} |"));

    private static void AssertTable(string page, string heading, string table)
    {
        // Tables of the section that begin as this one does.
        var first = table[..table.IndexOf('\n', StringComparison.Ordinal)];
        var there = Regex.Split(RepositoryText.Section(page, heading), "\n\n").Single(p => p.StartsWith(first, StringComparison.Ordinal)).TrimEnd();
        if (there != table)
            Assert.Fail($"The table in {page}, '{heading}', is not what SettingsCatalog gives. Put this there:\n{table}");
    }

    [GeneratedRegex("\\$\\((?<name>\\w+)\\)")]
    private static partial Regex Read();
}
