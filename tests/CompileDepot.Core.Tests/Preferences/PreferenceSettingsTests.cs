using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Preferences;

[TestClass]
public sealed class PreferenceSettingsTests
{
    [TestMethod]
    public void Parse_ReadsAllValues_InAnyCase()
    {
        foreach (var lookup in Enum.GetValues<PreferenceLookup>())
            Assert.AreEqual(lookup, PreferenceSettings.ParseLookup(lookup.ToString().ToLowerInvariant()));
        foreach (var merge in Enum.GetValues<PreferenceMerge>())
            Assert.AreEqual(merge, PreferenceSettings.ParseMerge(merge.ToString().ToUpperInvariant()));
        Assert.AreEqual((PreferenceLookup.Package, PreferenceMerge.Recursive), (PreferenceSettings.ParseLookup(""), PreferenceSettings.ParseMerge("")));
    }

    [TestMethod]
    [DataRow("Packages")]
    [DataRow("1")]
    [DataRow(" Package")]
    public void Parse_IsAnErrorThatNamesAll_WhenTheValueIsUnknown(string value)
    {
        var lookup = Assert.ThrowsExactly<SettingsException>(() => PreferenceSettings.ParseLookup(value));
        var merge = Assert.ThrowsExactly<SettingsException>(() => PreferenceSettings.ParseMerge(value));
        Assert.AreEqual((DiagnosticCodes.UnknownLookup, DiagnosticCodes.UnknownLookup), (lookup.Code, merge.Code));
        Assert.Contains($"CompileDepotPreferenceLookup is '{value}'; it can be Package, Manifest, Preference.", lookup.Message);
        Assert.Contains($"CompileDepotPreferenceMerge is '{value}'; it can be Recursive, Shallow, None.", merge.Message);
    }

    [TestMethod]
    [DataRow("bakend", "backend")]
    [DataRow("abckend", "backend")]
    [DataRow("BACKEND", "backend")]
    [DataRow("tiles", "tile")]
    [DataRow("tile", "tile")]
    [DataRow("front", null)]
    [DataRow("x", null)]
    [DataRow("", null)]
    public void Of_IsTheNearestName_WhenOneIsNear(string name, string? nearest) => Assert.AreEqual(nearest, NearestName.Of(name, ["tile", "backend", "stile"]));

    [TestMethod]
    public void Of_IsTheFirst_WhenTwoAreAsNear() => Assert.AreEqual("ab1", NearestName.Of("abx", ["ab2", "ab1"]));
}
