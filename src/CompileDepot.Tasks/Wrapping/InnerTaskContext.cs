using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Wrapping;

/// <summary>
/// Finds what a task needs where MSBuild would find it (its <c>MSBuildLoadContext</c>): as the task's <c>.deps.json</c> says, then beside the task, then in MSBuild's folder. MSBuild's own assemblies are left to MSBuild: the
/// task must implement this process's <see cref="ITask"/>.
/// </summary>
internal sealed class InnerTaskContext(string path) : AssemblyLoadContext("CompileDepot inner task " + path)
{
    private static readonly HashSet<string> OfMSBuild = new(StringComparer.Ordinal)
    {
        "MSBuild", "Microsoft.Build", "Microsoft.Build.Framework", "Microsoft.Build.Tasks.Core", "Microsoft.Build.Utilities.Core",
    };

    private readonly AssemblyDependencyResolver? _resolver = File.Exists(Path.ChangeExtension(path, ".deps.json")) ? new AssemblyDependencyResolver(path) : null;

    protected override Assembly? Load(AssemblyName name)
    {
        if (name.Name is null || OfMSBuild.Contains(name.Name))
            return null;
        if ((_resolver?.ResolveAssemblyToPath(name) ?? Beside(name)) is { } found)
            return LoadFromAssemblyPath(found);
        // Shared with all that runs in this process.
        var tools = Path.Combine(Path.GetDirectoryName(typeof(ITask).Assembly.Location)!, name.Name + ".dll");
        return File.Exists(tools) ? Default.LoadFromAssemblyPath(tools) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : base.LoadUnmanagedDll(unmanagedDllName);

    // An older one than the task was compiled with is not what it means.
    private string? Beside(AssemblyName name) => (string.IsNullOrEmpty(name.CultureName) ? (string[])[""] : [name.CultureName, ""])
        .Select(culture => Path.Combine(Path.GetDirectoryName(path)!, culture, name.Name + ".dll"))
        .FirstOrDefault(p => File.Exists(p) && !(GetAssemblyName(p).Version < name.Version));
}
