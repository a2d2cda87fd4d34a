using CompileDepot.Core.Builds;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Tests.Actions;

[TestClass]
public sealed class CompileSettingsTests
{
    [TestMethod]
    public void Parse_ReadsLines_AsMSBuildHandsThemOver()
    {
        var settings = ActionSettings.Parse("\n      TaskType=X.Fsc\n      Compiler=FSharp\n      ProjectFile=/a%3bb/p&q/Lib.fsproj\r\n      TargetFramework=net10.0\n      DepotPath=\n      Root=/x=y\n");
        Assert.AreEqual("X.Fsc", settings.TaskType);
        Assert.AreEqual(CompilerKind.FSharp, settings.Compiler);
        Assert.AreEqual("/a;b/p&q/Lib.fsproj", settings.ProjectFile);
        Assert.AreEqual("/a;b/p&q", settings.ProjectFolder);
        Assert.AreEqual(new ProjectIdentity("/a;b", "{root}/p&q/Lib.fsproj", "net10.0", ""), settings.Identity("/a;b"));
        Assert.AreEqual("Lib (net10.0)", settings.Identity("/a;b").DisplayName);
        Assert.IsFalse(settings.IsDesignTime);
    }

    [TestMethod]
    public void Depot_NamesValueAndChoices_WhenTheModeIsUnknown()
    {
        var error = Assert.ThrowsExactly<SettingsException>(() => ActionSettings.Parse("ProjectFile=/p/p.csproj\nCompileDepotMode=Sometimes").Depot);
        Assert.AreEqual("CD0001", error.Code);
        Assert.Contains("'Sometimes'", error.Message);
        Assert.Contains("ReadWrite, ReadOnly, Refresh, Required, Verify, Off", error.Message);
    }

    [TestMethod]
    public void InputsFile_IsThatOfTheTargets_WhateverSlashTheSdkWrites()
    {
        var folder = Path.GetFullPath("/p");
        Assert.AreEqual(Path.Combine(folder, "obj", "Debug", "net10.0", "p.inputs"), ActionSettings.Parse($"ProjectFile={Path.Combine(folder, "p.csproj")}\nInputsFile=obj\\Debug/net10.0/p.inputs").InputsFile);
        Assert.AreEqual("", ActionSettings.Parse("ProjectFile=/p/p.csproj\nInputsFile=").InputsFile);
    }
}
