using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Toml;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Preferences.Files;

[TestClass]
public sealed class PreferenceEditorTests
{
    private const string Text = """
        # Ours.
        [deps]
        LibB = "*" # all

        [preferences.LibB]
        backend = "cpu" # for now

        [preferences.LibB.tuning]
        tile = 64
        __clear__ = ["unroll"]

        """;

    [TestMethod]
    public void Set_ReplacesTheValueAlone_WhenForced()
    {
        using var folder = new TempFolder();
        var editor = Editor(folder, Text);
        var error = Assert.ThrowsExactly<SettingsException>(() => editor.Set("LibB", "backend", new TomlString("gpu")));
        Assert.AreEqual(DiagnosticCodes.RefusedEdit, error.Code);
        Assert.Contains("(6): LibB.backend is \"cpu\" here; --force replaces it by \"gpu\"", error.Message);
        Assert.AreEqual(Text, File.ReadAllText(editor.Path));
        Assert.IsFalse(editor.Set("LibB", "backend", new TomlString("cpu")));
        Assert.IsTrue(editor.Set("LibB", "backend", new TomlString("gpu"), force: true));
        Assert.AreEqual(Text.Replace("\"cpu\"", "\"gpu\"", StringComparison.Ordinal), File.ReadAllText(editor.Path));
    }

    [TestMethod]
    public void Set_RefusesAnotherType_WhenTheValuesLookAlike()
    {
        using var folder = new TempFolder();
        Assert.ThrowsExactly<SettingsException>(() => Editor(folder, Text).Set("LibB", "tuning.tile", new TomlString("64")));
    }

    [TestMethod]
    public void Set_TakesTheKeyOutOfClear_WhenItIsThere()
    {
        using var folder = new TempFolder();
        var editor = Editor(folder, Text);
        editor.Set("libb", "tuning.unroll", new TomlInteger(4));
        CollectionAssert.AreEqual(new[] { "LibB.backend=\"cpu\"", "LibB.tuning.tile=64", "LibB.tuning.unroll=4" }, Shown(editor));
        Assert.DoesNotContain(PreferenceTable.ClearKey, File.ReadAllText(editor.Path));
        Assert.Contains("# for now", File.ReadAllText(editor.Path));
    }

    [TestMethod]
    public void Unset_BlocksAndDelete_LetsThrough()
    {
        using var folder = new TempFolder();
        folder.Write("CompileDepot.toml", "[deps]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"far\"\ntuning.tile = 8\n");
        var editor = new PreferenceEditor(folder["a"], local: true);
        string Value(string name) => LayerStack.Load(new LayerStackRequest(folder["a/p"], folder.Path, [])) is var stack
            && Layers.Resolve(stack, "LibB", name == "backend" ? "backend tuning.tile:integer" : "tuning.tile:integer backend") is { Problems.Count: 0 } found
            && found.Preferences[0].Value is { } value ? PreferenceText.Typed(value) : "unset";

        Assert.AreEqual("\"far\"", Value("backend"));
        editor.Set("LibB", "backend", new TomlString("near"));
        Assert.AreEqual("\"near\"", Value("backend"));
        Assert.IsTrue(editor.Unset("LibB", "backend"));
        Assert.AreEqual("unset", Value("backend"));
        Assert.IsFalse(editor.Unset("LibB", "backend"));
        Assert.IsTrue(editor.Delete("LibB", "backend"));
        Assert.AreEqual("\"far\"", Value("backend"));
        Assert.IsFalse(editor.Delete("LibB", "backend"));

        editor.Unset("LibB", "tuning.tile");
        Assert.AreEqual("unset", Value("tuning.tile"));
        CollectionAssert.AreEqual(new[] { "LibB.tuning.tile=cleared" }, Shown(editor));
        editor.Delete("LibB", "tuning.tile");
        Assert.AreEqual("8", Value("tuning.tile"));
    }

    [TestMethod]
    [DataRow("", "", "", true)]
    [DataRow("[deps]\nlibb = \"1.2\"\n", "", "", false)]
    [DataRow("", "[extras]\nLibB = \"*\"\n", "", false)]
    [DataRow("", "", "LibB", false)]
    public void Set_NamesThePackage_WhenNobodyInTheFolderDoes(string local, string shared, string project, bool added)
    {
        using var folder = new TempFolder();
        folder.Write("CompileDepot.local.toml", local);
        folder.Write("CompileDepot.toml", shared);
        var editor = new PreferenceEditor(folder.Path, local: true);
        editor.Set("LibB", "x", new TomlBoolean(true), project: project);
        var file = PreferenceFiles.Read(editor.Path, isLocal: true)!;
        Assert.AreEqual(added, file.Extras.ContainsKey("LibB"));
        Assert.IsEmpty(file.Problems);
    }

    [TestMethod]
    public void Set_MakesTheFile_WhenThereIsNone()
    {
        using var folder = new TempFolder();
        var editor = new PreferenceEditor(folder["new"], local: false);
        Assert.IsNull(editor.Get("LibB", "x"));
        Assert.IsEmpty(editor.List());
        Assert.IsFalse(editor.Delete("LibB", "x"));
        Assert.IsFalse(Directory.Exists(folder["new"]));
        editor.Set("Lib.B", "x.y", new TomlString("z"));
        Assert.AreEqual(new TomlString("z"), editor.Get("lib.b", "x.y"));
    }

    [TestMethod]
    [DataRow("[preferences.LibB]\nx = 1\n", "CD0044")]
    [DataRow("[preferences.LibB]\nx.__clear__ = 1\n", "CD0044")]
    [DataRow("[preferences.LibB\n", "CD0030")]
    public void Set_IsAnErrorAndChangesNothing_WhenTheFileDoesNotFit(string text, string code)
    {
        using var folder = new TempFolder();
        var editor = Editor(folder, text);
        Assert.AreEqual(code, Assert.ThrowsExactly<SettingsException>(() => editor.Set("LibB", "x.y", new TomlInteger(1), force: true)).Code);
        Assert.AreEqual(text, File.ReadAllText(editor.Path));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a.")]
    [DataRow("__clear__")]
    [DataRow("a.__clear__")]
    public void Set_IsAnError_WhenTheNameCantBeOne(string name)
    {
        using var folder = new TempFolder();
        var editor = Editor(folder, Text);
        Assert.AreEqual(DiagnosticCodes.RefusedEdit, Assert.ThrowsExactly<SettingsException>(() => editor.Set("LibB", name, new TomlInteger(1), force: true)).Code);
        Assert.AreEqual(DiagnosticCodes.RefusedEdit, Assert.ThrowsExactly<SettingsException>(() => editor.Delete("LibB", name)).Code);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Set_WritesBehindALink_AndKeepsTheMode()
    {
        using var folder = new TempFolder();
        var real = folder.Write("real.toml", Text);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder["CompileDepot.toml"], real);
        new PreferenceEditor(folder.Path, local: false).Set("LibB", "new", new TomlInteger(1));
        Assert.IsNotNull(File.ResolveLinkTarget(folder["CompileDepot.toml"], false));
        Assert.Contains("new = 1", File.ReadAllText(real));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
    }

    /// <summary>Whatever was done before: the last edit of a name decides, names apart are not touched, and comments stay.</summary>
    [TestMethod]
    public void Edits_LeaveWhatTheLastOneSays_WhenTheyComeInAnyOrder() => Texts.Check(
        Gen.Zip(Gen.Elements("a", "b", "t.a", "t.b"), Gen.Choose(0, 3)).ArrayOf().Select(e => e.Take(12)),
        edits =>
        {
            using var folder = new TempFolder();
            var editor = Editor(folder, Text);
            var model = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["LibB.backend"] = "\"cpu\"", ["LibB.tuning.tile"] = "64", ["LibB.tuning.unroll"] = "cleared" };
            foreach (var (name, edit) in edits)
            {
                if (edit == 0 && editor.Delete("LibB", name) is var _)
                    model.Remove("LibB." + name);
                else if (edit == 1 && editor.Unset("LibB", name) is var _)
                    model["LibB." + name] = "cleared";
                else if (edit > 1 && editor.Set("LibB", name, new TomlInteger(edit), force: true) is var _)
                    model["LibB." + name] = $"{edit}";
            }
            return Shown(editor).SequenceEqual(model.Select(m => $"{m.Key}={m.Value}")) && File.ReadAllText(editor.Path) is var text && text.Contains("# Ours.") && text.Contains("# all") && text.Contains("# for now");
        });

    private static PreferenceEditor Editor(TempFolder folder, string text)
    {
        folder.Write("CompileDepot.toml", text);
        return new PreferenceEditor(folder.Path, local: false);
    }

    private static string[] Shown(PreferenceEditor editor) => [.. editor.List().Select(e => $"{e.Package}.{e.Name}={(e.Value is null ? "cleared" : PreferenceText.Typed(e.Value))}")];
}
