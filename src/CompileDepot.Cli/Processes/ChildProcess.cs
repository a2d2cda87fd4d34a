using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CompileDepot.Cli.Processes;

/// <summary>Runs another program to its end, without a window and without input.</summary>
internal static class ChildProcess
{
    /// <param name="environment">Variables to set; null unsets one.</param>
    /// <exception cref="CommandException">It can't be started.</exception>
    public static ChildResult Run(string program, string folder, string code, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Both git and dotnet write it; a console's own would tear names.
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }
        try
        {
            using var process = Process.Start(info)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new ChildResult(process.ExitCode, output, error.Result);
        }
        catch (Win32Exception e)
        {
            throw new CommandException(code, $"'{program}' can't be started: {e.Message}. Install it, or put it on the PATH.", e);
        }
    }
}

/// <summary>What a program answered.</summary>
internal sealed record ChildResult(int Code, string Output, string Error)
{
    public bool Succeeded => Code == 0;

    /// <summary>What it says went wrong, without line breaks at the ends.</summary>
    public string Complaint => (Error.AsSpan().Trim().Length > 0 ? Error : Output).Trim();
}
