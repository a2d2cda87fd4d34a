using System.Text.RegularExpressions;
using CompileDepot.Core.Projects;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ImportScanTests
{
    [TestMethod]
    public void Names_AreThoseOfPropertiesAndVariablesThatAreRead()
    {
        var names = ImportScan.Of("/p", "<A Condition=\"'$(One)' == ''\">$( Two );$(Three.Replace('a', 'b'));$([System.Environment]::GetEnvironmentVariable('FOUR'))</A>%(Five)@(Six)").Names;
        foreach (var name in new[] { "One", "TWO", "three", "four" })
            Assert.Contains(name, names);
        foreach (var name in new[] { "A", "Five", "Six" })
            Assert.DoesNotContain(name, names);
    }

    [TestMethod]
    [DataRow("$([System.DateTime]::Now)", "[System.DateTime]::Now")]
    [DataRow("$( [DateTime]::UtcNow.Year )", "[DateTime]::UtcNow")]
    [DataRow("$([System.Guid]::NewGuid())", "[System.Guid]::NewGuid")]
    [DataRow("$([System.Environment]::MachineName)", "[System.Environment]::MachineName")]
    [DataRow("$([System.IO.File]::ReadAllText('x'))", "[System.IO.File]::ReadAllText")]
    [DataRow("$([System.IO.Directory]::GetFiles('x'))", "[System.IO.Directory]::GetFiles")]
    [DataRow("$([System.IO.Path]::GetTempPath())", "[System.IO.Path]::GetTempPath")]
    [DataRow("$([MSBuild]::GetRegistryValue('k', 'v'))", "[MSBuild]::GetRegistryValue")]
    [DataRow("$(Registry:HKEY_LOCAL_MACHINE\\x)", "Registry:HKEY_LOCAL_MACHINE\\x")]
    public void Impurities_NameTheFunctionAndItsLine(string text, string function) => Assert.AreEqual(
        new Impurity("/src/A.props", 3, function),
        ImportScan.Of("/src/A.props", $"<Project>\n\n  <A>{text}</A>\n</Project>").Impurities.Single());

    [TestMethod]
    [DataRow("$([System.IO.Path]::Combine('a', 'b'))")]
    [DataRow("$([MSBuild]::NormalizePath('a'))")]
    [DataRow("$([System.String]::Format('{0}', 'a'))")]
    [DataRow("$([System.DateTime]::Parse('2026-01-01'))")]
    [DataRow("$(Now)")]
    public void Impurities_AreNone_WhenTheAnswerIsTheTrees(string text) => Assert.IsEmpty(ImportScan.Of("/p", text).Impurities);

    /// <summary>The pattern says what is meant; the scan is by hand.</summary>
    [TestMethod]
    public void AddNames_FindsWhatThePatternFinds_InAnyText() => Prop.ForAll(
        Gen.Elements("$(", "$( ", " ", "A", "b_9", "-x", "9", ")", "'", "\"", "\n", "GetEnvironmentVariable", "getenvironmentvariable ", "(", "[System.Environment]::", "ä", "$").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
        text =>
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            ImportScan.AddNames(text, names);
            // What follows is looked at and not taken: a name may hold the next mark.
            var expected = Regex.Matches(text, @"\$\((?=\s*(?<name>[A-Za-z_][A-Za-z0-9_\-]*))").Concat(Regex.Matches(text, @"GetEnvironmentVariable(?=\s*\(\s*['""`]?(?<name>[A-Za-z_][A-Za-z0-9_\-]*))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
                .Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return names.SetEquals(expected);
        }).QuickCheckThrowOnFailure();
}
