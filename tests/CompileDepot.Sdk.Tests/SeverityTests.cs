using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>DESIGN section 12, trap 2: what decides whether a warning is one, decides whether a build passes.</summary>
[TestClass]
public sealed class SeverityTests : ScenarioTest
{
    [TestMethod]
    public void Build_Fails_WhenEditorConfigRaisesASeverity()
    {
        var workspace = OneLibrary(out _);
        AssertEditIsSeen(workspace, () => workspace.Tree.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CS0219.severity = error\n"));
    }

    [TestMethod]
    public void Build_Fails_WhenGlobalConfigRaisesASeverity()
    {
        var workspace = OneLibrary(out _);
        AssertEditIsSeen(workspace, () => workspace.Tree.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.CS0219.severity = error\n"));
    }

    [TestMethod]
    public void Build_Fails_WhenANamedGlobalConfigIsEdited()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<GlobalAnalyzerConfigFiles Include=\"../rules.globalconfig\" />");
        workspace.Tree.Write("rules.globalconfig", "is_global = true\ndotnet_diagnostic.CS0219.severity = warning\n");
        AssertEditIsSeen(workspace, () => workspace.Tree.Edit("rules.globalconfig", "warning", "error"));
    }

    [TestMethod]
    public void Build_GivesPlainResult_WhenAnyPropertyOfWarningsChanges()
    {
        var workspace = OneLibrary(out var library);
        AssertPropertiesAreSeen(
            workspace,
            library,
            ("TreatWarningsAsErrors", "true"),
            ("WarningsAsErrors", "CS0219"),
            ("NoWarn", "CS0219"),
            ("WarningLevel", "1"));
    }

    [TestMethod]
    public void Build_Fails_WhenNestedRuleSetRaisesASeverity()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CodeAnalysisRuleSet", "outer.ruleset");
        library.File("outer.ruleset", "<RuleSet Name=\"outer\" ToolsVersion=\"15.0\"><Include Path=\"inner.ruleset\" Action=\"Default\" /></RuleSet>\n");
        library.File("inner.ruleset", """
            <RuleSet Name="inner" ToolsVersion="15.0">
              <Rules AnalyzerId="compiler" RuleNamespace="compiler"><Rule Id="CS0219" Action="Warning" /></Rules>
            </RuleSet>

            """);
        AssertEditIsSeen(workspace, () => library.Edit("inner.ruleset", "Action=\"Warning\"", "Action=\"Error\""));
    }

    /// <summary>-warnaserror is MSBuild's, not the compiler's: replayed warnings must be as real as compiled ones.</summary>
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Build_Fails_WhenMSBuildRaisesReplayedWarnings(bool server)
    {
        // With the server the task goes on after a raised warning, without it the task fails and what follows does not run.
        var step = new BuildStep { UsesServer = server };
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0, step);
        var failed = workspace.Build(null, null, step.With("-warnaserror"));
        Assert.AreEqual(1, failed.ExitCode);
        workspace.Build(null, null, step.With("-warnaserror:CS0219"));
        workspace.Build(null, null, step.With("-warnnotaserror:CS0219", "-warnaserror"));
        workspace.Build(null, null, step.With("-noWarn:CS0219"));
        workspace.Build(null, null, step.With("-p:MSBuildTreatWarningsAsErrors=true"));
    }

    /// <summary>What a build was told to take for messages is not lost for the next.</summary>
    [TestMethod]
    [DataRow("-noWarn:CS0219")]
    [DataRow("-p:MSBuildWarningsAsMessages=CS0219")]
    public void Build_Warns_WhenTheBuildThatFilledTheDepotWasToldNotTo(string option)
    {
        var workspace = OneLibrary(out _);
        Assert.IsFalse(workspace.Build(1, 0, new BuildStep().With(option)).Has("CS0219"));
        Assert.IsTrue(workspace.Build(null, null).Has("CS0219"));
        Assert.IsTrue(workspace.Build(0, 1).Has("CS0219"));
    }

    [TestMethod]
    public void Build_GivesMessagesOfTheLanguage_WhenUILanguageChanges()
    {
        var workspace = OneLibrary(out _);
        var german = new BuildStep().WithEnvironment("DOTNET_CLI_UI_LANGUAGE", "de");
        workspace.Build(1, 0);
        var other = workspace.Build(1, 0, german);
        Assert.Contains("zugewiesen", string.Concat(other.Log.Diagnostics.Select(d => d.Text)));
        workspace.Build(0, 1);
        workspace.Build(0, 1, german);
    }
}
