using CompileDepot.Core.Commands;

namespace CompileDepot.Tasks.Compile;

/// <summary>Finds what compiles: the folder of the compiler, and the assembly of the task that drives it.</summary>
internal static class Toolchain
{
    public static IReadOnlyList<string> Of(InnerTaskType type, CompilerKind compiler, IReadOnlyDictionary<string, object?> parameters) =>
        [type.AssemblyPath, CompilerFolder(type, compiler, parameters)];

    private static string CompilerFolder(InnerTaskType type, CompilerKind compiler, IReadOnlyDictionary<string, object?> parameters)
    {
        if (parameters.GetValueOrDefault("ToolPath") is string { Length: > 0 } toolPath)
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(toolPath));
        var beside = Path.GetDirectoryName(type.AssemblyPath)!;
        if (compiler == CompilerKind.FSharp)
            return parameters.GetValueOrDefault("DotnetFscCompilerPath") is string { Length: > 0 } fsc ? Path.GetDirectoryName(Path.GetFullPath(fsc.Trim('"')))! : beside;
        var core = Path.Combine(beside, "bincore");
        return Directory.Exists(core) ? core : beside;
    }
}
