using System.ComponentModel;
using System.Diagnostics;
using CompileDepot.Core.Steps;

namespace CompileDepot.Tasks.Steps;

/// <summary>Whether this machine has strace and lets us use it: where it doesn't, a command behind it would fail. Asked once a process.</summary>
internal static class Strace
{
    private static readonly Lazy<bool> Works = new(Try);

    public static bool IsUsable => Works.Value;

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            var start = new ProcessStartInfo("strace", [.. FileTrace.Arguments("/dev/null"), "/bin/sh", "-c", ":"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
