using System.ComponentModel;
using System.Diagnostics;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Completion;

/// <summary>Real shells, where they are installed, with the script that the tool prints; it calls the tool back.</summary>
[TestClass]
public sealed class CompletionTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    [DataRow("compiledepot ", "collect completion doctor environments explain hash help init keys merge pack preferences report stats status unpack verify")]
    [DataRow("compiledepot st", "stats status")]
    [DataRow("compiledepot preferences ", "delete explain get list set unset")]
    [DataRow("compiledepot completion ", "bash fish pwsh zsh")]
    [DataRow("compiledepot help CD010", "CD0101 CD0102 CD0103 CD0104 CD0105 CD0106 CD0107 CD0108")]
    [DataRow("compiledepot nonsense ", "")]
    [DataRow("ls ", "")]
    public void Suggest_GivesCandidates_ForTheWordAtTheCursor(string line, string expected)
    {
        var given = new CliRunner(Path.GetTempPath(), depotPath: "").Run($"[suggest:{line.Length}]", line).Check(ExitCode.Done).Output;
        var names = given.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(c => c[0] is not ('-' or '/')).Order(StringComparer.Ordinal);
        Assert.AreEqual(expected, string.Join(' ', names));
    }

    [TestMethod]
    public void Suggest_LooksAtWhatStandsBeforeTheCursor()
    {
        var cli = new CliRunner(Path.GetTempPath(), depotPath: "");
        Assert.AreEqual("--last\n", cli.Run("[suggest:23]", "compiledepot stats --la --json").Check(ExitCode.Done).Output);
        Assert.AreEqual("--last\n", cli.Run("[suggest]", "compiledepot stats --la").Check(ExitCode.Done).Output);
        Assert.AreEqual("stats\n", cli.Run("[suggest:17]", "compiledepot statx and more").Check(ExitCode.Done).Output.Replace("status\n", "", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Suggest_KnowsProjectsAndEnvironments_FromTheDepot()
    {
        RecordBuild();
        var cli = new CliRunner(_sample.Root, _sample.Folder);
        cli.Run("environments", "create", "lab");
        Assert.AreEqual("Library", Names(cli, "compiledepot explain Lib"));
        Assert.AreEqual("App;Library", Names(cli, "compiledepot explain "));
        Assert.AreEqual("lab", Names(cli, "compiledepot environments use "));
        // Nothing that is wrong is told into the line that somebody writes.
        Assert.AreEqual("", Names(new CliRunner(_sample.Root, "relative"), "compiledepot explain Lib"));
    }

    [TestMethod]
    [DataRow("bash", "compiledepot explain Lib", "Library")]
    [DataRow("bash", "compiledepot stat", "stats;status")]
    [DataRow("bash", "compiledepot explain --dep", "--depot")]
    [DataRow("zsh", "compiledepot explain Lib", "Library")]
    [DataRow("zsh", "compiledepot stat", "stats;status")]
    [DataRow("zsh", "compiledepot verify --depot x", "FILES")]
    [DataRow("fish", "compiledepot explain Lib", "Library")]
    [DataRow("fish", "compiledepot stat", "stats;status")]
    [DataRow("pwsh", "compiledepot explain Lib", "Library")]
    [DataRow("pwsh", "compiledepot stat", "stats;status")]
    public void Script_GivesTheShellItsCandidates(string shell, string line, string expected)
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("The tool's stand-in is a script of a Unix shell.");
        RecordBuild();
        var script = _sample.Beside("script");
        File.WriteAllText(script, new CliRunner(Path.GetTempPath()).Run("completion", shell).Check(ExitCode.Done).Output);
        var words = line.Split(' ');
        string[] arguments = shell switch
        {
            // As readline calls the function that 'complete' names.
            "bash" => ["--norc", "-c", $$"""
                source "$0"; line="$1"; cur="${line##* }"
                [[ $(complete -p compiledepot) =~ -F\ ([^ ]+) ]] || exit 9
                COMP_LINE=$line COMP_POINT=${#line}
                "${BASH_REMATCH[1]}" compiledepot "$cur" ""
                printf '%s\n' "${COMPREPLY[@]}"
                """, script, line],
            // What zsh's own completion would do with the answer is only caught.
            "zsh" => ["-f", "-c", """
                compdef() { registered=$1 }
                compadd() { [[ $1 == -a ]] && print -rl -- ${(M)${(P)2}:#$PREFIX*} }
                _files() { print FILES }
                source "$1"; words=(${=2}); CURRENT=$#words; PREFIX=$words[-1]
                $registered
                """, "zsh", script, line],
            "fish" => ["--no-config", "-c", $"source '{script}'; complete -C '{line}' | string split -f1 \\t; true"],
            _ => ["-NoProfile", "-NonInteractive", "-Command", $"Get-Content -Raw '{script}' | Invoke-Expression; (TabExpansion2 '{line}' {line.Length}).CompletionMatches | ForEach-Object CompletionText"],
        };
        Assert.AreEqual(expected, Joined(Run(shell, arguments)), string.Join(' ', words));
    }

    [TestMethod]
    public void Completion_IsWrongUsage_WhenTheShellIsUnknown() =>
        new CliRunner(Path.GetTempPath()).Run("completion", "tcsh").Check(ExitCode.WrongUsage, error: "'tcsh'");

    private void RecordBuild() => _sample.AddBuild(_sample.Action("Library"), _sample.Action("App"));

    private static string Names(CliRunner cli, string line) =>
        Joined(string.Join('\n', cli.Run("[suggest]", line).Check(ExitCode.Done).Output.Split('\n').Where(c => !c.StartsWith('-') && !c.StartsWith('/'))));

    private static string Joined(string lines) => string.Join(';', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));

    // With a stand-in for the installed tool first on the PATH.
    private string Run(string shell, string[] arguments)
    {
        var bin = Directory.CreateDirectory(_sample.Beside("bin")).FullName;
        var tool = Path.Combine(bin, "compiledepot");
        File.WriteAllText(tool, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "CompileDepot.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var info = new ProcessStartInfo(shell, arguments) { WorkingDirectory = _sample.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PATH"] = bin + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        info.Environment["COMPILEDEPOT_PATH"] = _sample.Folder;
        try
        {
            using var process = Process.Start(info)!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, output + error.Result);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive($"{shell} is not installed.");
            throw;
        }
    }
}
