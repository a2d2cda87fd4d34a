using CompileDepot.Cli.Processes;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Evaluating;

/// <summary>The .NET SDK that <c>dotnet build</c> uses in a folder, as its global.json selects it.</summary>
/// <param name="Host">Full path of the program <c>dotnet</c>.</param>
/// <param name="Folder">Full path of the SDK with MSBuild in it.</param>
internal sealed record DotNetSdk(string Host, string Version, string Folder)
{
    // Nothing but the answer on the first run, and no variable of ours that points MSBuild elsewhere.
    private static readonly Dictionary<string, string?> Quiet = new(MSBuildHost.Unset) { ["DOTNET_NOLOGO"] = "1" };

    private static readonly string Program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <exception cref="CommandException">CD0111.</exception>
    public static DotNetSdk Find(string folder) => Find(folder, FindHost());

    /// <param name="host">What is called <c>dotnet</c> here. It is asked under the name that it was found by: it may be a script, or a link to a program that goes by its name.</param>
    /// <exception cref="CommandException">CD0111.</exception>
    public static DotNetSdk Find(string folder, string host)
    {
        var version = Ask(host, folder, "--version").Split('\n')[^1];
        // Lines "10.0.100 [/usr/share/dotnet/sdk]".
        var line = Ask(host, folder, "--list-sdks").Split('\n').FirstOrDefault(l => l.StartsWith(version + " [", StringComparison.Ordinal));
        var sdk = line is null ? Path.Combine(Path.GetDirectoryName(File.ResolveLinkTarget(host, returnFinalTarget: true)?.FullName ?? host)!, "sdk", version) : Path.Combine(line.Trim()[(version.Length + 2)..^1], version);
        if (!File.Exists(Path.Combine(sdk, "MSBuild.dll")))
            throw new CommandException(DiagnosticCodes.NoBuildEngine, $"The SDK {version} that '{host}' selects in {folder} has no MSBuild in {sdk}.");
        // SDKs lie in a folder beside the program itself.
        var real = Path.GetFullPath(Path.Combine("..", "..", Program), sdk);
        return new DotNetSdk(File.Exists(real) ? real : host, version, sdk);
    }

    private static string Ask(string host, string folder, string question)
    {
        var answer = ChildProcess.Run(host, folder, DiagnosticCodes.NoBuildEngine, Quiet, question);
        return answer.Succeeded ? answer.Output.Trim().ReplaceLineEndings("\n") : throw new CommandException(DiagnosticCodes.NoBuildEngine, $"'{host} {question}' fails in {folder}: {answer.Complaint}");
    }

    // As the shell finds it.
    private static string FindHost()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(Environment.GetEnvironmentVariable("DOTNET_ROOT"));
        return folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => Path.GetFullPath(Path.Combine(f!, Program))).FirstOrDefault(File.Exists)
            ?? throw new CommandException(DiagnosticCodes.NoBuildEngine, "No 'dotnet' is on the PATH. Install the .NET SDK 10 or later.");
    }
}
