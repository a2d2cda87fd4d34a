using CompileDepot.Core.Packages;

namespace CompileDepot.Core.Tests.Packages;

[TestClass]
public sealed class AssetsFileTests
{
    [TestMethod]
    public void Parse_ReadsPackagesAndNotProjects()
    {
        var assets = AssetsFile.Parse(Assets("\"Upper >= 1.0.0\"", "1.0.0"));
        Assert.AreSequenceEqual([new UsedPackage("Upper", "upper/1.0.0", "hash1"), new UsedPackage("Lower", "lower/1.0.0", "hash2")], assets.Packages);
        Assert.IsNull(assets.Doubt);
    }

    [TestMethod]
    [DataRow("\"Upper >= 1.0.0 < 2.0.0\"", "[1.0.0, )", null)]
    [DataRow("\"Upper >= 1.0.0\", \"Lower >= 0.5.0\"", "[1.0.0]", null)]
    [DataRow("\"Upper >= 1.0.0\", \"Lower >= 1.0.0\"", "0.9.0", null)]
    [DataRow("\"upper >= 1.0.0\"", "1.0.0", null)]
    [DataRow("\"Upper >= 1.0.0\"", "0.9.0", "Lower/1.0.0 is not the lower bound")]
    [DataRow("\"Upper >= 1.0.0\"", "(1.0.0, )", "Lower/1.0.0 is not the lower bound")]
    [DataRow("\"Upper >= 1.0.0\"", "(, 1.0.0]", "Lower/1.0.0 is not the lower bound")]
    [DataRow("\"Upper > 0.9.0\"", "1.0.0", "Upper/1.0.0 is not the lower bound")]
    [DataRow("\"Upper\"", "1.0.0", "Upper/1.0.0 is not the lower bound")]
    public void Doubt_IsThere_WhenSourcesDecideTheVersion(string direct, string lower, string? doubt) => AssertDoubt(doubt, Assets(direct, lower));

    [TestMethod]
    public void Doubt_IsNotThere_WhenAPinDecidesTheVersion() =>
        AssertDoubt(null, Assets("\"Upper >= 1.0.0\"", "0.9.0", """, "centralTransitiveDependencyGroups": { "net10.0": { "Lower": { "version": "[1.0.0, )" } } }"""));

    [TestMethod]
    public void Doubt_GoesByTheRangesOfItsOwnFramework() =>
        AssertDoubt("Upper/1.0.0", Assets("", "1.0.0").Replace("\"projectFileDependencyGroups\": { ", "\"projectFileDependencyGroups\": { \"net9.0\": [\"Upper >= 1.0.0\"], ", StringComparison.Ordinal));

    [TestMethod]
    [DataRow("NU1603", "NU1603")]
    [DataRow("NU1801", "NU1801")]
    [DataRow("NU1701", null)]
    [DataRow("NU1903", null)]
    public void Doubt_IsThere_WhenAWarningMayNotLast(string code, string? doubt) =>
        AssertDoubt(doubt, Assets("\"Upper >= 1.0.0\"", "1.0.0", $$""", "logs": [ { "code": "{{code}}", "level": "Warning" } ]"""));

    [TestMethod]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{ "libraries": { "NoSlash": { "type": "package" } }, "targets": {} }""")]
    public void Parse_Throws_WhenTheFileIsUnknown(string text) => Assert.ThrowsExactly<FormatException>(() => AssetsFile.Parse(text));

    private static void AssertDoubt(string? expected, string assets)
    {
        var doubt = AssetsFile.Parse(assets).Doubt;
        if (expected is null)
            Assert.IsNull(doubt);
        else
            Assert.Contains(expected, doubt!);
    }

    private static string Assets(string direct, string lower, string more = "") => $$"""
        {
          "version": 3,
          "targets": {
            "net10.0/linux-x64": {
              "Upper/1.0.0": { "type": "package", "dependencies": { "Lower": "{{lower}}" } },
              "Lower/1.0.0": { "type": "package" },
              "Lib/1.0.0": { "type": "project" }
            }
          },
          "libraries": {
            "Upper/1.0.0": { "sha512": "hash1", "type": "package", "path": "upper/1.0.0" },
            "Lower/1.0.0": { "sha512": "hash2", "type": "package", "path": "lower/1.0.0" },
            "Lib/1.0.0": { "type": "project", "path": "../Lib/Lib.csproj" }
          },
          "projectFileDependencyGroups": { "net10.0": [{{direct}}] }{{more}}
        }
        """;
}
