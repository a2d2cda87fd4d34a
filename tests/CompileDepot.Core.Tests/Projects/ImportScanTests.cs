using CompileDepot.Core.Projects;

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
}
