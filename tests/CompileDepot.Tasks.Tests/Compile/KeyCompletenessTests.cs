using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests.Compile;

/// <summary>
/// Goes through every parameter of the SDK's compile tasks, whatever SDK this is: what changes the compiler's command line must change the key, and a file that is named on it must be in
/// the key by content. The real command line is taken from the task's own (protected) methods, which the product does not use.
/// </summary>
[TestClass]
public sealed class KeyCompletenessTests
{
    // Named on the command line, and written by the compiler.
    private static readonly string[] Outputs = ["OutputAssembly", "OutputRefAssembly", "PdbFile", "DocumentationFile", "ErrorLog", "GeneratedFilesOutputPath", "GenerateInterfaceFile"];

    // Searched for references, which are in the key themselves; a reference that is not found where it is said makes the compile uncacheable.
    private static readonly string[] SearchFolders = ["AdditionalLibPaths", "ReferencePath"];

    // Text that happens to look like a path here: never opened.
    private static readonly string[] Texts =
    [
        "DefineConstants", "DisabledWarnings", "WarningsAsErrors", "WarningsNotAsErrors", "WarnOn", "Features", "Imports", "RootNamespace", "MainEntryPoint", "ModuleAssemblyName",
        "InterceptorsNamespaces", "InterceptorsPreviewNamespaces", "LangVersion", "BaseAddress", "PathMap", "PreferredUILang", "RuntimeMetadataVersion", "SubsystemVersion", "Nullable",
        "Instrument", "ChecksumAlgorithm", "ErrorReport", "OptionCompare", "Verbosity", "DisabledLanguageFeatures", "CodePage", "TargetProfile", "WarningLevel", "LCID", "TargetType",
        "Platform", "DebugType", "KeyContainer", "SharedCompilationId", "VsSessionGuid", "OptionStrictType",
    ];

    // On the command line, and without effect on the result: banners, crash reports, the identity of an editor's session. ExitCode can't be set.
    private static readonly string[] WithoutEffect = ["NoLogo", "ErrorReport", "VsSessionGuid", "ExitCode"];

    public static IEnumerable<string[]> Tasks => TaskUnderTest.Names.Select(n => new[] { n });

    public TestContext TestContext { get; set; } = null!;

    /// <summary>Of one folder: its content alone does not tell which of its files is run. (F#'s task wants them to be there.)</summary>
    [TestMethod]
    [DataRow("Csc")]
    [DataRow("Vbc")]
    public void KeyText_Changes_WhenAnotherProgramIsTheCompiler(string name)
    {
        using var folder = new TemporaryFolder();
        var task = TaskUnderTest.Create(name, folder.Path);
        Assert.AreNotEqual(task.KeyText("ToolExe", "one.sh"), task.KeyText("ToolExe", "other.sh"));
    }

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void KeyText_Changes_WhenAFileNamedByAnyParameterChanges(string name)
    {
        using var folder = new TemporaryFolder();
        var task = TaskUnderTest.Create(name, folder.Path);
        var missed = new List<string>();
        var proved = 0;
        foreach (var parameter in task.Parameters.Where(p => IsText(p.PropertyType) && !Outputs.Contains(p.Name) && !SearchFolders.Contains(p.Name) && !Texts.Contains(p.Name)))
        {
            var path = System.IO.Path.Combine(folder.Path, parameter.Name + ".bin");
            File.WriteAllText(path, "one");
            if (task.RealCommandLine(parameter.Name, Value(parameter, path))?.Contains(parameter.Name + ".bin", StringComparison.Ordinal) != true)
                continue;
            var first = task.KeyText(parameter.Name, Value(parameter, path));
            File.WriteAllText(path, "other");
            var second = task.KeyText(parameter.Name, Value(parameter, path));
            proved++;
            if (first is not null && first == second)
                missed.Add(parameter.Name);
        }
        Assert.IsEmpty(missed, $"{name}: these parameters name files that the key does not hold by content: {string.Join(", ", missed)}");
        // A test that looks at nothing proves nothing: each task has at least sources, references, resources, a key file, an icon, a manifest.
        Assert.IsGreaterThanOrEqualTo(6, proved);
    }

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void KeyText_Changes_WheneverTheRealCommandLineDoes(string name)
    {
        using var folder = new TemporaryFolder();
        var task = TaskUnderTest.Create(name, folder.Path);
        var plainCommand = task.RealCommandLine("Deterministic", true);
        var plainKey = task.KeyText("Deterministic", true);
        Assert.IsNotNull(plainKey);
        var missed = new List<string>();
        var proved = 0;
        foreach (var parameter in task.Parameters.Where(p => !WithoutEffect.Contains(p.Name)))
        {
            foreach (var value in Values(parameter, folder.Path))
            {
                if (task.RealCommandLine(parameter.Name, value) is not { } command || command == plainCommand)
                    continue;
                proved++;
                if (task.KeyText(parameter.Name, value) == plainKey)
                    missed.Add($"{parameter.Name}={value}");
            }
        }
        Assert.IsEmpty(missed, $"{name}: the key does not notice {string.Join(", ", missed)}");
        Assert.IsGreaterThanOrEqualTo(25, proved);
    }

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void OutputParameters_OnlyRepeatInputs(string name)
    {
        using var folder = new TemporaryFolder();
        var outputs = TaskUnderTest.Create(name, folder.Path).Parameters.Where(p => p.Output).Select(p => p.Name);
        // After a hit, outputs are read from a task that never ran. ExitCode is 0 there; CommandLineArgs are those of the instance that was asked for the key's sake.
        Assert.IsEmpty(outputs.Except(["CommandLineArgs", "ExitCode", "OutputAssembly", "OutputRefAssembly"]));
    }

    [TestMethod]
    [DataRow("a\\b", "a/b")]
    [DataRow("a%41", "aA")]
    public void KeyText_TellsApart_WhatItemsMakeEqual(string one, string other)
    {
        using var folder = new TemporaryFolder();
        var task = TaskUnderTest.Create("Vbc", folder.Path);
        Assert.AreNotEqual(task.KeyText("DefineConstants", $"X=\\\"{one}\\\""), task.KeyText("DefineConstants", $"X=\\\"{other}\\\""));
    }

    [TestMethod]
    public void KeyText_HoldsNoValue_OfAnEnvironmentVariable()
    {
        using var folder = new TemporaryFolder();
        var task = TaskUnderTest.Create("Csc", folder.Path);
        var one = task.KeyText("EnvironmentVariables", new[] { "TOKEN=hunter2" });
        Assert.IsNotNull(one);
        Assert.DoesNotContain("hunter2", one);
        Assert.AreNotEqual(one, task.KeyText("EnvironmentVariables", new[] { "TOKEN=hunter3" }));
    }

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(string[]) || type == typeof(ITaskItem) || type == typeof(ITaskItem[]);

    private static object Value(TaskPropertyInfo parameter, string path) =>
        parameter.PropertyType == typeof(string) ? path
        : parameter.PropertyType == typeof(string[]) ? new[] { path }
        : parameter.PropertyType == typeof(ITaskItem) ? new TaskItem(path)
        : new ITaskItem[] { new TaskItem(path) };

    private static IEnumerable<object> Values(TaskPropertyInfo parameter, string folder)
    {
        if (parameter.PropertyType == typeof(bool))
            return [true, false];
        if (parameter.PropertyType == typeof(int))
            return [1, 512];
        if (!IsText(parameter.PropertyType))
            return [];
        var file = System.IO.Path.Combine(folder, "named.bin");
        File.WriteAllText(file, "");
        return new[] { file, "x86", "library", "enable", "portable", "SHA256", "1", "strict" }.Select(text => Value(parameter, text));
    }
}
