using System.Diagnostics;
using System.Text;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>One run of <c>dotnet</c>, possibly through another command (<see cref="Prefix"/>: strace, unshare).</summary>
public sealed record DotNetCall
{
    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingFolder { get; init; }

    /// <summary>Variables to set; <see langword="null"/> unsets one that is set otherwise.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public IReadOnlyList<string> Prefix { get; init; } = [];

    public bool SharesPackages { get; init; } = true;

    /// <summary>Far above what any build here takes, far below what a hung test run would cost.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When set, the run and its children get SIGKILL after this long.</summary>
    public TimeSpan? KillAfter { get; init; }
}

public sealed record DotNetOutcome(int ExitCode, string Output, bool WasKilled);

/// <summary>Runs <c>dotnet</c> with an environment that holds only what is named here, so that a developer's settings decide nothing.</summary>
public static class DotNet
{
    /// <summary>What .NET, NuGet and a proxy need to work at all.</summary>
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USER", "TMPDIR", "DOTNET_ROOT", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NUGET_CERT_REVOCATION_MODE", "NUGET_HTTP_CACHE_PATH",
        "SystemRoot", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "ComSpec", "PATHEXT",
    ];

    public static DotNetOutcome Run(DotNetCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var process = new Process { StartInfo = StartInfo(call) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(call.KillAfter ?? call.Timeout))
        {
            process.WaitForExit();
            return new DotNetOutcome(process.ExitCode, Text(output), WasKilled: false);
        }

        // Its own tree of processes and nothing else: other builds run on this machine.
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        if (call.KillAfter is null)
            throw new TimeoutException($"dotnet {string.Join(' ', call.Arguments)} took longer than {call.Timeout}:\n{Text(output)}");
        return new DotNetOutcome(process.ExitCode, Text(output), WasKilled: true);
    }

    private static ProcessStartInfo StartInfo(DotNetCall call)
    {
        string[] line = [.. call.Prefix, "dotnet", .. call.Arguments];
        var info = new ProcessStartInfo(line[0], line.Skip(1))
        {
            WorkingDirectory = call.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                info.Environment[name] = value;
        }

        foreach (var (name, value) in Defaults(call.SharesPackages).Concat(call.Environment))
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }

        return info;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Defaults(bool sharesPackages)
    {
        yield return new("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
        yield return new("DOTNET_NOLOGO", "1");
        yield return new("DOTNET_CLI_UI_LANGUAGE", "en");
        yield return new("DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE", "true");
        yield return new("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false");
        yield return new("MSBUILDTERMINALLOGGER", "off");
        // Most processes here live for seconds: what is measured to make code faster takes more than it gives.
        yield return new("DOTNET_TieredPGO", "0");
        // No server and no node outlives the test that started it.
        yield return new("DOTNET_CLI_USE_MSBUILD_SERVER", "0");
        yield return new("MSBUILDDISABLENODEREUSE", "1");
        yield return new("UseSharedCompilation", "false");
        if (sharesPackages)
            yield return new("NUGET_PACKAGES", TestRun.Packages);
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
            return output.ToString();
    }
}
