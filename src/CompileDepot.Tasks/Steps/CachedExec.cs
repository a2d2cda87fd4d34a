using System.Diagnostics;
using CompileDepot.Core.Steps;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Steps;

/// <summary>
/// MSBuild's <c>Exec</c>, with declared inputs and a closed environment: the command sees the variables that are declared, and those without which programs don't run. So what a command gives can be
/// told from what is declared, and is the same whether CompileDepot is on or off.
/// </summary>
public sealed class CachedExec : Microsoft.Build.Tasks.Exec
{
    /// <summary>What a command sees of the environment without asking: where things are on this machine, and who runs it. No part of a key. (<c>Exec</c> itself sets the language.)</summary>
    private static readonly HashSet<string> Always = new(NameComparer)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "DOTNET_ROOT", "DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT", "NUGET_PACKAGES",
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "OS", "PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS", "USERNAME", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
        "ProgramData", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "CommonProgramFiles",
    };

    private HashSet<string> _declared = [];

    /// <summary>Of variables: Windows says <c>Path</c> and means <c>PATH</c>.</summary>
    internal static StringComparer NameComparer => OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Files and folders that the command reads.</summary>
    public ITaskItem[] Inputs { get; set; } = [];

    /// <summary>Where strace writes what the command reads; null: it is not traced.</summary>
    internal string? Trace { get; set; }

    public override bool Execute()
    {
        // "NAME" lets a variable through; Exec itself knows only "NAME=VALUE".
        EnvironmentVariables = [.. (EnvironmentVariables ?? [])
            .Select(v => v.Contains('=') ? v : Environment.GetEnvironmentVariable(v) is { } value ? $"{v}={value}" : "")
            .Where(v => v.Length > 0)];
        _declared = EnvironmentVariables.Select(v => v[..v.IndexOf('=')]).ToHashSet(NameComparer);
        return base.Execute();
    }

    protected override ProcessStartInfo GetProcessStartInfo(string pathToTool, string commandLineCommands, string responseFileSwitch)
    {
        var start = base.GetProcessStartInfo(pathToTool, commandLineCommands, responseFileSwitch);
        foreach (var name in start.Environment.Keys.Where(n => !Always.Contains(n) && !_declared.Contains(n)).ToList())
            start.Environment.Remove(name);
        if (Trace is null)
            return start;
        start.Arguments = $"{string.Join(' ', FileTrace.Arguments(Trace).Select(a => $"\"{a}\""))} \"{start.FileName}\" {start.Arguments}";
        start.FileName = "strace";
        return start;
    }
}
