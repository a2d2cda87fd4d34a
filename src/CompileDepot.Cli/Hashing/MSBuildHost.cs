using System.Runtime.Loader;
using System.Text.Json;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Hashing;

/// <summary>
/// Makes this process one that evaluates projects as <c>dotnet msbuild</c> does: MSBuild's assemblies come from the SDK, and the variables are those that <c>dotnet</c> sets. Once a process:
/// assemblies can't be unloaded. Methods that name MSBuild's types may run only afterwards.
/// </summary>
internal static class MSBuildHost
{
    private static readonly Lock Gate = new();
    private static string? _folder;

    /// <summary>What a child process must not inherit, lest another SDK's MSBuild looks here.</summary>
    public static IReadOnlyDictionary<string, string?> Unset { get; } = Variables(new DotNetSdk("", "", "")).ToDictionary(v => v.Name, _ => (string?)null);

    /// <exception cref="CommandException">CD0111.</exception>
    public static void Use(DotNetSdk sdk)
    {
        lock (Gate)
        {
            if (_folder is not null)
            {
                if (_folder != sdk.Folder)
                    throw new CommandException(DiagnosticCodes.NoBuildEngine, $"MSBuild of {_folder} is in use already; {sdk.Folder} can't be used beside it.");
                return;
            }
            CheckRuntime(sdk);
            foreach (var (name, value) in Variables(sdk))
                Environment.SetEnvironmentVariable(name, value);
            AssemblyLoadContext.Default.Resolving += (context, name) => Path.Combine(sdk.Folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
            _folder = sdk.Folder;
        }
    }

    private static (string Name, string Value)[] Variables(DotNetSdk sdk) =>
    [
        ("MSBUILD_EXE_PATH", Path.Combine(sdk.Folder, "MSBuild.dll")),
        ("MSBuildSDKsPath", Path.Combine(sdk.Folder, "Sdks")),
        ("MSBuildExtensionsPath", sdk.Folder + Path.DirectorySeparatorChar),
        ("MSBuildLoadMicrosoftTargetsReadOnly", "true"),
        ("DOTNET_HOST_PATH", sdk.Host),
    ];

    // The version of .NET is part of every hash, and an older one can't load the SDK's assemblies.
    private static void CheckRuntime(DotNetSdk sdk)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(sdk.Folder, "MSBuild.runtimeconfig.json")));
        var needed = Version.Parse(document.RootElement.GetProperty("runtimeOptions").GetProperty("framework").GetProperty("version").GetString()!.Split('-')[0]);
        if (needed.Major != Environment.Version.Major)
        {
            throw new CommandException(
                DiagnosticCodes.NoBuildEngine,
                $"The SDK {sdk.Version} builds with .NET {needed.Major}, and this tool runs on .NET {Environment.Version}. Run it with DOTNET_ROLL_FORWARD=Major on an installation that has .NET {needed.Major}, or select another SDK in global.json.");
        }
    }
}
