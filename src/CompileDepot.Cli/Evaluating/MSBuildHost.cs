using System.Runtime.Loader;
using System.Text.Json;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Evaluating;

/// <summary>
/// Makes this process one that evaluates projects as <c>dotnet msbuild</c> does: MSBuild's assemblies come from the SDK, and the variables are those that <c>dotnet</c> sets. Once a process:
/// assemblies can't be unloaded. Methods that name MSBuild's types may run only afterwards.
/// </summary>
internal static class MSBuildHost
{
    private static readonly Lock Gate = new();
    private static string? Loaded;

    /// <summary>Why hashes that are made here are not those of builds, in words; null where nothing of the process speaks against it.</summary>
    public static string? Doubt { get; private set; }

    /// <summary>What a child process must not inherit, lest another SDK's MSBuild looks here.</summary>
    public static IReadOnlyDictionary<string, string?> Unset { get; } =
        new Dictionary<string, string?> { ["MSBUILD_EXE_PATH"] = null, ["MSBuildSDKsPath"] = null, ["MSBuildExtensionsPath"] = null, ["MSBuildLoadMicrosoftTargetsReadOnly"] = null, ["DOTNET_HOST_PATH"] = null };

    /// <exception cref="CommandException">CD0111.</exception>
    public static void Use(DotNetSdk sdk)
    {
        lock (Gate)
        {
            if (Loaded is not null)
            {
                if (Loaded != sdk.Folder)
                    throw new CommandException(DiagnosticCodes.NoBuildEngine, $"MSBuild of {Loaded} is in use already; {sdk.Folder} can't be used beside it.");
                return;
            }
            CheckRuntime(sdk);
            UILanguage.Apply();
            foreach (var (name, value) in Variables(sdk))
                Environment.SetEnvironmentVariable(name, value);
            AssemblyLoadContext.Default.Resolving += (context, name) => Path.Combine(sdk.Folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
            Loaded = sdk.Folder;
            Doubt = DoubtOf(sdk.Folder, Environment.Version);
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

    /// <summary>The version of .NET, with its patch, is part of every hash. Builds run on the newest patch that lies beside the SDK, and this tool on that of the program that started it.</summary>
    internal static string? DoubtOf(string sdkFolder, Version own)
    {
        var root = Path.GetFullPath(Path.Combine("..", ".."), sdkFolder);
        var folder = Path.Combine(root, "shared", "Microsoft.NETCore.App");
        // Those before a release have names that are no versions; then nothing is known.
        var newest = !Directory.Exists(folder) ? null
            : Directory.EnumerateDirectories(folder).Select(f => Version.TryParse(Path.GetFileName(f), out var version) ? version : null).OfType<Version>().Where(v => (v.Major, v.Minor) == (own.Major, own.Minor)).Max();
        return newest is null || newest == own ? null : $"builds run on .NET {newest}, and this tool on .NET {own}; with DOTNET_ROOT={root} it runs on theirs";
    }

    // One of another major version can't load the SDK's assemblies.
    private static void CheckRuntime(DotNetSdk sdk)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(sdk.Folder, "MSBuild.runtimeconfig.json")));
        var needed = Version.Parse(document.RootElement.GetProperty("runtimeOptions").GetProperty("framework").GetProperty("version").GetString()!.Split('-')[0]);
        if (needed.Major != Environment.Version.Major)
        {
            throw new CommandException(
                DiagnosticCodes.NoBuildEngine,
                $"The SDK {sdk.Version} builds with .NET {needed.Major}, and this tool runs on .NET {Environment.Version}. Run it with DOTNET_ROLL_FORWARD=LatestMajor, or select another SDK in global.json.");
        }
    }
}
