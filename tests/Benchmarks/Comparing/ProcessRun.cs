using System.Diagnostics;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>A command that ran to its end.</summary>
/// <param name="Output">What it printed, errors after the rest.</param>
internal sealed record ProcessRun(int ExitCode, string Output, double Seconds)
{
    /// <param name="environment">Null takes a variable away.</param>
    public static ProcessRun Start(string folder, IReadOnlyDictionary<string, string?> environment, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var from = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessRun(process.ExitCode, output + errors.Result, Stopwatch.GetElapsedTime(from).TotalSeconds);
    }

    /// <exception cref="InvalidOperationException">It failed.</exception>
    public ProcessRun Checked(string what) => ExitCode == 0 ? this : throw new InvalidOperationException($"{what} failed with exit code {ExitCode}:\n{Output}");
}
