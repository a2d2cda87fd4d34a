using CompileDepot.Core.Commands;
using CompileDepot.Tasks.Wrapping;

namespace CompileDepot.Tasks.Compile;

/// <summary>Finds what compiles: the folder of the compiler, and the assembly of the task that drives it.</summary>
internal static class Toolchain
{
    public static IReadOnlyList<string> Of(InnerTaskType type, CompilerKind compiler, IReadOnlyDictionary<string, object?> parameters) =>
        [type.AssemblyPath, CompilerFolder(type, compiler, parameters)];

    private static string CompilerFolder(InnerTaskType type, CompilerKind compiler, IReadOnlyDictionary<string, object?> parameters)
    {
        var beside = Path.GetDirectoryName(type.AssemblyPath)!;
        // fsc.dll is run by the host that ToolPath tells; the host is in the key as the runtime's version.
        if (compiler == CompilerKind.FSharp && Text(parameters, "DotnetFscCompilerPath") is { } fsc)
            return Path.GetDirectoryName(Path.GetFullPath(fsc.Trim('"')))!;
        if (Text(parameters, "ToolPath") is { } toolPath)
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(toolPath));
        var core = Path.Combine(beside, "bincore");
        return Directory.Exists(core) ? core : beside;
    }

    private static string? Text(IReadOnlyDictionary<string, object?> parameters, string name) => parameters.GetValueOrDefault(name) is string { Length: > 0 } text ? text : null;
}
