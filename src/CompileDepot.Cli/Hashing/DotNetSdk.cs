using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Hashing;

/// <summary>The .NET SDK that <c>dotnet build</c> uses in a folder, as its global.json selects it.</summary>
/// <param name="Host">Full path of the program <c>dotnet</c>.</param>
/// <param name="Folder">Full path of the SDK with MSBuild in it.</param>
internal sealed record DotNetSdk(string Host, string Version, string Folder)
{
    // Nothing but the answer on the first run, and no variable of ours that points MSBuild elsewhere.
    private static readonly Dictionary<string, string?> Quiet = new(MSBuildHost.Unset) { ["DOTNET_NOLOGO"] = "1" };

    /// <exception cref="CommandException">CD0111.</exception>
    public static DotNetSdk Find(string folder)
    {
        var host = FindHost();
        var version = Ask(host, folder, "--version").Split('\n')[^1];
        // Lines "10.0.100 [/usr/share/dotnet/sdk]".
        var line = Ask(host, folder, "--list-sdks").Split('\n').FirstOrDefault(l => l.StartsWith(version + " [", StringComparison.Ordinal));
        var sdk = line is null ? Path.Combine(Path.GetDirectoryName(host)!, "sdk", version) : Path.Combine(line.Trim()[(version.Length + 2)..^1], version);
        return File.Exists(Path.Combine(sdk, "MSBuild.dll")) ? new DotNetSdk(host, version, sdk) : throw new CommandException(DiagnosticCodes.NoBuildEngine, $"The SDK {version} that '{host}' selects in {folder} has no MSBuild in {sdk}.");
    }

    private static string Ask(string host, string folder, string question)
    {
        var answer = ChildProcess.Run(host, folder, DiagnosticCodes.NoBuildEngine, Quiet, question);
        return answer.Succeeded ? answer.Output.Trim().ReplaceLineEndings("\n") : throw new CommandException(DiagnosticCodes.NoBuildEngine, $"'{host} {question}' fails in {folder}: {answer.Complaint}");
    }

    // As the shell finds it, and behind links: the SDKs lie beside the program itself.
    private static string FindHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(Environment.GetEnvironmentVariable("DOTNET_ROOT"));
        foreach (var path in folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => Path.GetFullPath(Path.Combine(f!, name))).Where(File.Exists))
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        throw new CommandException(DiagnosticCodes.NoBuildEngine, "No 'dotnet' is on the PATH. Install the .NET SDK 10 or later.");
    }
}
