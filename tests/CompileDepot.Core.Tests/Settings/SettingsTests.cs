using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Settings;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class SettingsTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    private static readonly string User = Path.Combine(Home, ".compiledepot");

    [TestMethod]
    [DataRow(null, "USER;SYSTEM")]
    [DataRow(":", "USER;SYSTEM")]
    [DataRow("::", "USER;SYSTEM")]
    [DataRow("", "")]
    [DataRow("/a:", "/a;USER;SYSTEM")]
    [DataRow(":/a", "USER;SYSTEM;/a")]
    [DataRow("/a", "/a")]
    [DataRow("/a:/b:/a/", "/a;/b")]
    [DataRow("/a/../b", "/b")]
    [DataRow("~", "HOME")]
    [DataRow("~/x", "HOME/x")]
    [DataRow("~/.compiledepot:", "USER;SYSTEM")]
    [DataRow("/a::/b", "/a;USER;SYSTEM;/b")]
    [DataRow("/usr/local/share/compiledepot:", "SYSTEM;USER")]
    public void DepotPath_IsThisStack_WhenValueIsThat(string? value, string expected) => CollectionAssert.AreEqual(
        expected.Replace("USER", User, StringComparison.Ordinal).Replace("SYSTEM", "/usr/local/share/compiledepot", StringComparison.Ordinal).Replace("HOME", Home, StringComparison.Ordinal)
            .Split(';', StringSplitOptions.RemoveEmptyEntries),
        DepotPath.Parse(value).ToArray());

    [TestMethod]
    [DataRow("a")]
    [DataRow("/a:./b")]
    [DataRow("~other/x")]
    [DataRow("..")]
    public void DepotPath_IsAnErrorThatNamesIt_WhenRelative(string value)
    {
        var error = Assert.ThrowsExactly<SettingsException>(() => DepotPath.Parse(value));
        Assert.AreEqual("CD0002", error.Code);
        StringAssert.Contains(error.Message, $"'{value.Split(':')[^1]}'");
        StringAssert.Contains(error.Message, DepotPath.Variable);
    }

    [TestMethod]
    public void Mode_IsRead_InAnyCase()
    {
        foreach (var mode in Enum.GetValues<DepotMode>())
        {
            Assert.AreEqual(mode, DepotModes.Parse(mode.ToString()));
            Assert.AreEqual(mode, DepotModes.Parse(mode.ToString().ToUpperInvariant()));
        }
        Assert.AreEqual(DepotMode.ReadWrite, DepotModes.Parse(""));
    }

    [TestMethod]
    [DataRow("Sometimes")]
    [DataRow("1")]
    [DataRow("ReadOnly,Off")]
    [DataRow(" Off")]
    public void Mode_IsAnErrorThatNamesAllModes_WhenUnknown(string value)
    {
        var error = Assert.ThrowsExactly<SettingsException>(() => DepotModes.Parse(value));
        Assert.AreEqual("CD0001", error.Code);
        StringAssert.Contains(error.Message, $"'{value}'");
        foreach (var mode in Enum.GetNames<DepotMode>())
            StringAssert.Contains(error.Message, mode);
    }

    [TestMethod]
    [DataRow("relative")]
    [DataRow("/no/such/folder/anywhere")]
    public void Root_IsAnErrorThatNamesIt_WhenNoFolder(string root)
    {
        var error = Assert.ThrowsExactly<SettingsException>(() => DepotSettings.Parse(new DepotProperties { Mode = "", Path = "/a", Root = root }, "/"));
        Assert.AreEqual("CD0003", error.Code);
        StringAssert.Contains(error.Message, $"'{root}'");
    }

    [TestMethod]
    public void Settings_AreRead_WhenTheyAreGood()
    {
        using var folder = new TempFolder();
        var settings = DepotSettings.Parse(new DepotProperties { Mode = "readonly", Path = "/a:/b", Root = folder.Path + "/" }, folder.Path);
        Assert.AreEqual((DepotMode.ReadOnly, folder.Path, false), (settings.Mode, settings.Root, settings.IsOff));
        CollectionAssert.AreEqual(new[] { "/a", "/b" }, settings.Depots.ToArray());
        Assert.IsTrue(DepotSettings.Parse(new DepotProperties { Mode = "Off", Path = "/a", Root = folder.Path }, folder.Path).IsOff);
        Assert.AreEqual(folder.Path, DepotSettings.Parse(new DepotProperties { Mode = "", Path = "/a", Root = "" }, folder.Path).Root);
    }

    [TestMethod]
    public void Properties_AreReadFromLines_WhateverStandsBesideThem()
    {
        Assert.AreEqual(
            new DepotProperties { Mode = "Verify", Remote = "https://depot.example/a?b=c write; file:///d" },
            DepotProperties.Parse("\n  ProjectFile=/x/y.csproj\n  CompileDepotMode=Verify\n  CompileDepotPath=\n  CompileDepotRemote=https://depot.example/a?b=c write; file:///d\n  nothing\n"));
        CollectionAssert.AreEquivalent(DepotProperties.Names.ToArray(), DepotProperties.Names.Where(n => DepotProperties.From(name => name == n ? "x" : "").ToString().Contains(" = x", StringComparison.Ordinal)).ToArray());
    }
}
