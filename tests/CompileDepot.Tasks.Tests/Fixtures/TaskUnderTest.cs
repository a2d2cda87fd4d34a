using System.Reflection;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Tasks.Compile;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests;

/// <summary>One of the SDK's compile tasks with a minimal set of parameters, the key that we make for it, and what it would really tell the compiler.</summary>
internal sealed class TaskUnderTest
{
    // The compilers' folders are large, and the same for every test.
    private static readonly FileDigestMemo Memo = new(null);

    private readonly InnerTaskType _type;
    private readonly CompilerKind _compiler;
    private readonly string _folder;
    private readonly Dictionary<string, object?> _base;

    private TaskUnderTest(CompilerKind compiler, string assembly, string type, string source, string folder)
    {
        (_compiler, _folder) = (compiler, folder);
        _type = InnerTaskType.Get(assembly, type);
        File.WriteAllText(Path.Combine(folder, source), "");
        _base = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Sources"] = new ITaskItem[] { new TaskItem(Path.Combine(folder, source)) },
            ["OutputAssembly"] = compiler == CompilerKind.FSharp ? Path.Combine(folder, "out.dll") : new TaskItem(Path.Combine(folder, "out.dll")),
            ["Deterministic"] = true,
        };
        if (compiler != CompilerKind.FSharp)
            return;
        _base["DotnetFscCompilerPath"] = Path.Combine(SdkTasks.Folder, "FSharp", "fsc.dll");
        _base["ToolPath"] = Path.GetFullPath(Path.Combine(SdkTasks.Folder, "..", ".."));
        _base["ToolExe"] = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
    }

    public static IReadOnlyList<string> Names { get; } = ["Csc", "Vbc", "Fsc"];

    public IEnumerable<TaskPropertyInfo> Parameters => _type.Parameters;

    public static TaskUnderTest Create(string name, string folder) => name switch
    {
        "Csc" => new(CompilerKind.CSharp, SdkTasks.Roslyn, "Microsoft.CodeAnalysis.BuildTasks.Csc", "a.cs", folder),
        "Vbc" => new(CompilerKind.VisualBasic, SdkTasks.Roslyn, "Microsoft.CodeAnalysis.BuildTasks.Vbc", "a.vb", folder),
        "Fsc" => new(CompilerKind.FSharp, SdkTasks.FSharp, "FSharp.Build.Fsc", "a.fs", folder),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>What the task would put on the compiler's command line and into its response file; null where the task refuses the value.</summary>
    public string? RealCommandLine(string parameter, object? value)
    {
        try
        {
            var task = Make(With(parameter, value));
            task.BuildEngine = new TestEngine();
            return Call(task, "GenerateCommandLineCommands") + "\n" + Call(task, "GenerateResponseFileCommands");
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    /// <summary>Our key text; null where the compile is not cacheable.</summary>
    public string? KeyText(string parameter, object? value)
    {
        var parameters = With(parameter, value);
        try
        {
            var arguments = CommandLineReader.Read(_type, _compiler, Make(parameters), new TestEngine(), parameters);
            var request = new CompileRequest(
                _compiler, _type.Name, arguments, CommandLineReader.Beside(arguments, parameters), _folder, Toolchain.Of(_type, _compiler, parameters), new Locality(new PathTokens([(PathTokens.Root, _folder)]), null));
            return System.Text.Encoding.UTF8.GetString(CompileKeyBuilder.Build(request, new FileDigester(Memo, Memo, _folder)).KeyText);
        }
        catch (UncacheableException)
        {
            return null;
        }
    }

    public ITask Make(Dictionary<string, object?> parameters)
    {
        var task = _type.Create();
        foreach (var (name, value) in parameters)
            _type.Set(task, name, value);
        return task;
    }

    public Dictionary<string, object?> With(string parameter, object? value) => new(_base, StringComparer.OrdinalIgnoreCase) { [parameter] = value };

    private static string Call(ITask task, string method) =>
        (string?)task.GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(task, null) ?? "";
}
