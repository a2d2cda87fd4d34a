using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CompileDepot.Tasks.Tests;

/// <summary>Where the SDK under test keeps its compile tasks; lets what its tasks need be found there, as in a build.</summary>
internal static class SdkTasks
{
    public static string Folder { get; } =
        typeof(SdkTasks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "MSBuildToolsPath").Value!;

    public static string Roslyn { get; } = Path.Combine(Folder, "Roslyn", "Microsoft.Build.Tasks.CodeAnalysis.dll");

    public static string FSharp { get; } = Path.Combine(Folder, "FSharp", "FSharp.Build.dll");

    [ModuleInitializer]
    internal static void FindMSBuild() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        new[] { Folder, Path.Combine(Folder, "FSharp") }.Select(f => Path.Combine(f, name.Name + ".dll")).FirstOrDefault(File.Exists) is { } path ? context.LoadFromAssemblyPath(path) : null;
}
