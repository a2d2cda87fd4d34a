using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Tasks.Preferences;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests.Preferences;

/// <summary>What a project declares now, against what the restore has told its evaluation.</summary>
[TestClass]
public sealed class CheckPreferencesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("string", "cpu", "string", "unset", "\"cpu\"", "", "", DisplayName = "the same")]
    [DataRow("", "cpu", "string", "unset", "\"cpu\"", "", "", DisplayName = "the same, in fewer words")]
    [DataRow("Integer[]", "1;2", "integer[]", "unset", "[1, 2]", "", "", DisplayName = "the same, a list")]
    [DataRow("string", "", "string", "unset", "", "", "", DisplayName = "the same, without a default")]
    [DataRow("string", "gpu", "string", "\"simd\"", "\"simd\"", "", "", DisplayName = "another default, which does not count")]
    [DataRow("string", "gpu", "string", "unset", "\"cpu\"", "", "CD0047", DisplayName = "another default")]
    [DataRow("string", "", "string", "unset", "\"cpu\"", "", "CD0047", DisplayName = "no default any more")]
    [DataRow("string", "cpu", "string", "unset", "", "", "CD0047", DisplayName = "a default where there was none")]
    [DataRow("integer", "1", "string", "unset", "\"1\"", "", "CD0047", DisplayName = "another type")]
    [DataRow("integer", "1", "string", "\"2\"", "\"2\"", "", "CD0047", DisplayName = "another type of what a layer says")]
    [DataRow("string", "cpu", "string", "unset", "\"cpu\"", "0a1b2c3d", "", DisplayName = "the same in a variant")]
    [DataRow("string", "gpu", "string", "unset", "\"cpu\"", "0a1b2c3d", "CD0047", DisplayName = "another default in a variant")]
    public void Execute_SaysSo_WhenTheDeclarationIsAnotherThanTheRestored(string type, string fallback, string toldType, string answer, string effective, string variant, string code)
    {
        var told = Item("backend", ("Type", toldType), ("Answer", answer), ("Effective", effective));
        Assert.AreEqual(code, string.Join(' ', Errors([Item("backend", ("Type", type), ("Default", fallback))], [told], variant)));
    }

    [TestMethod]
    public void Execute_SaysSo_WhenNoRestoreSawTheDeclaration() => Assert.AreEqual("CD0047", Errors([Item("backend")], [], "").Single());

    private static TaskItem Item(string name, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(name);
        foreach (var (key, value) in metadata)
            item.SetMetadata(key, value);
        return item;
    }

    private List<string?> Errors(ITaskItem[] declared, ITaskItem[] told, string variant)
    {
        var project = Path.Combine(_folder.Path, "Lib.csproj");
        var settings = Item("settings", ("CompileDepotRoot", _folder.Path), ("CompileDepotPath", Path.Combine(_folder.Path, "depot")));
        var request = new ProjectPreferences(settings.GetMetadata, project, [], new Dictionary<string, string>()).Request;
        var engine = new TestEngine();
        var task = new CheckPreferences
        {
            BuildEngine = engine,
            ProjectFile = project,
            Declared = declared,
            Preferences = told,
            Settings = [settings],
            Inputs = PreferenceInputs.Digest(request, _folder.Path),
            Folder = _folder.Path,
            Variant = variant,
            IntermediateFolder = $"obj/variants/{variant}/Debug/",
        };
        Assert.AreEqual(task.Execute(), engine.Events.Count == 0);
        return [.. engine.Events.OfType<BuildErrorEventArgs>().Select(e => e.Code)];
    }
}
