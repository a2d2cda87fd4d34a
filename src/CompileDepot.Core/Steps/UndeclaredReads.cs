using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Steps;

/// <summary>Tells which of the files that a command read its key does not hold. Programs and libraries of the system are nobody's input, nor what belongs to a program that the key holds.</summary>
/// <param name="action">The step; its inputs and outputs are declared.</param>
/// <param name="programs">Full paths of the programs that the command names, interpreters included.</param>
/// <param name="root">Full path of the root: what lies below it is looked at, wherever that is.</param>
/// <param name="temporary">The folder of temporary files: MSBuild puts the command into one.</param>
public sealed class UndeclaredReads(CompileAction action, IEnumerable<string> programs, string root, string temporary)
{
    // Where the system keeps what it is made of, its settings, and its views of itself.
    private static readonly string[] System = ["/usr/", "/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/", "/etc/", "/proc/", "/dev/", "/sys/", "/run/", "/nix/store/", "/System/"];

    private readonly HashSet<string> _declared = [.. action.Inputs.SelectMany(i => (string[])[i.Path, Real(i.Path)]), .. action.Outputs.Where(o => !o.IsFolder).SelectMany(o => (string[])[o.Path, Real(o.Path)])];
    private readonly List<string> _folders = [.. action.Outputs.Where(o => o.IsFolder).Select(o => Real(o.Path) + "/"), .. programs.Select(p => Installation(Real(p), Real(root) + "/")).OfType<string>()];
    private readonly string _root = Real(root) + "/";
    private readonly string _script = Path.Combine(Real(Path.TrimEndingDirectorySeparator(temporary)), "MSBuildTemp");

    /// <summary>Full paths, in order.</summary>
    public IReadOnlyList<string> Of(FileTrace trace) =>
        [.. trace.Read.Where(path => !_declared.Contains(path) && !_folders.Exists(f => path.StartsWith(f, StringComparison.Ordinal)) && !path.StartsWith(_script, StringComparison.Ordinal)
            && (path.StartsWith(_root, StringComparison.Ordinal) || !Array.Exists(System, s => path.StartsWith(s, StringComparison.Ordinal))) && File.Exists(path))];

    // A program brings its libraries: "/opt/x/bin/tool" comes with all of "/opt/x". In the tree itself a program comes alone.
    private static string? Installation(string program, string root)
    {
        var folder = Path.GetDirectoryName(program)!;
        var installation = Path.GetFileName(folder) == "bin" ? Path.GetDirectoryName(folder) : Path.GetFileName(program) == "dotnet" ? folder : null;
        return installation is { Length: > 1 } && installation + "/" is var prefix && !prefix.StartsWith(root, StringComparison.Ordinal) && !root.StartsWith(prefix, StringComparison.Ordinal) ? prefix : null;
    }

    // The trace has the names that links lead to.
    private static string Real(string path)
    {
        try
        {
            var info = new FileInfo(path);
            var real = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            var folder = Path.GetDirectoryName(real);
            return folder is null or "/" ? real : Path.Combine(RealFolder(folder), Path.GetFileName(real));
        }
        catch (IOException)
        {
            return path;
        }
    }

    private static string RealFolder(string folder)
    {
        var real = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
        return Path.GetDirectoryName(real) is { Length: > 1 } parent ? Path.Combine(RealFolder(parent), Path.GetFileName(real)) : real;
    }
}
