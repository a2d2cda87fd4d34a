using System.Diagnostics;
using System.Text.Json;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>The packed tool, installed once a run, in a folder of the run's own.</summary>
public static class Tool
{
    private static readonly Lazy<string> Assembly = new(Install);

    /// <summary>Runs it.</summary>
    /// <param name="depot">The value of COMPILEDEPOT_PATH.</param>
    public static DotNetOutcome Run(string folder, string depot, params string[] arguments) => DotNet.Run(new DotNetCall
    {
        Arguments = [Assembly.Value, .. arguments],
        WorkingFolder = folder,
        Environment = new Dictionary<string, string?> { ["COMPILEDEPOT_PATH"] = depot },
    });

    /// <summary>The projects that <c>hash --json</c> lists.</summary>
    public static IReadOnlyList<JsonElement> Hash(string folder, string depot, params string[] arguments)
    {
        var outcome = Run(folder, depot, ["hash", .. arguments, "--json"]);
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        return [.. JsonDocument.Parse(outcome.Output).RootElement.GetProperty("projects").EnumerateArray()];
    }

    /// <summary>Runs git with nobody's settings but these.</summary>
    public static string Git(string folder, params string[] arguments)
    {
        string[] settings = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "protocol.file.allow=always"];
        using var process = Process.Start(new ProcessStartInfo("git", [.. settings, .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"git {string.Join(' ', arguments)}: {error.Result}");
        return output;
    }

    private static string Install()
    {
        var folder = Path.Combine(TestRun.Folder, "tool");
        var installed = DotNet.Run(new DotNetCall
        {
            Arguments = ["tool", "install", "CompileDepot.Cli", "--version", TestRun.SdkVersion, "--tool-path", folder, "--source", TestRun.Feed],
            WorkingFolder = TestRun.Folder,
        });
        Assert.AreEqual(0, installed.ExitCode, installed.Output);
        return Directory.EnumerateFiles(folder, "CompileDepot.Cli.dll", SearchOption.AllDirectories).First();
    }
}
