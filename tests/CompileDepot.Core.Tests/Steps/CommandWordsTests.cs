using CompileDepot.Core.Steps;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Steps;

[TestClass]
public sealed class CommandWordsTests
{
    [TestMethod]
    [DataRow("gen a.txt b.txt", "gen a.txt b.txt")]
    [DataRow("  ./gen.sh\t'a b.txt' \"c d\" e\\ f ", "./gen.sh|a b.txt|c d|e f")]
    [DataRow("gen a && other b | third; fourth & (fifth)\nsixth", "gen a/other b/third/fourth/fifth/sixth")]
    [DataRow("A=1 _B2='x y' gen", "gen")]
    [DataRow("if ! gen a; then exec other; else true; fi", "gen a/other//")]
    [DataRow("{ gen; }", "gen/")]
    [DataRow("echo in.txt", " in.txt")]
    [DataRow("gen 'it''s' \"a\\\"b\" \"c\\d\" x\"y\"z", "gen|its|a\"b|c\\d|xyz")]
    [DataRow("gen a\\\nb", "gen ab")]
    [DataRow("gen a#b # rest; of line\nother", "gen a#b/other")]
    [DataRow("gen $X \"$Y\" '$Z'", "gen $X $Y $Z")]
    [DataRow("sh gen.sh -c x", "sh gen.sh -c x")]
    [DataRow("/bin/bash -eu -o pipefail gen.sh a", "/bin/bash -eu -o pipefail gen.sh a")]
    [DataRow("bash -euxo pipefail gen.sh", "bash -euxo pipefail gen.sh")]
    [DataRow("pwsh -NoProfile -ExecutionPolicy Bypass -File gen.ps1 -Command x", "pwsh -NoProfile -ExecutionPolicy Bypass -File gen.ps1 -Command x")]
    [DataRow("gen ''", "gen|")]
    [DataRow("", "")]
    public void Programs_AreWhatAShellRuns_WhenItCanBeTold(string command, string expected)
    {
        var words = CommandWords.Of(command, isCmd: false);
        Assert.IsNull(words.Unclear);
        Assert.AreEqual(expected, Text(words, expected.Contains('|') ? '|' : ' '));
    }

    [TestMethod]
    [DataRow("CONFIG=conf.json B='c d' gen in.txt", "conf.json|c d")]
    [DataRow("CONFIG=conf.json; gen $CONFIG", "conf.json")]
    [DataRow("if A=a gen; then gen B=b; fi", "a")]
    [DataRow("gen --x=y", "")]
    public void Assigned_IsWhatVariablesAreGiven(string command, string expected) => Assert.AreEqual(expected, string.Join('|', CommandWords.Of(command, isCmd: false).Assigned));

    /// <summary>They are no arguments, wherever they stand; and a shell's input is a script if it is a file.</summary>
    [TestMethod]
    [DataRow("gen < in.txt > out.txt 2>> log.txt 2>&1", "gen", "in.txt out.txt log.txt 1")]
    [DataRow("> out.txt gen 2>err.txt a", "gen a", "out.txt err.txt")]
    [DataRow("gen>|out.txt a 3<&- 4<>rw.txt", "gen a", "out.txt - rw.txt")]
    [DataRow("gen a2>b '2'>c", "gen a2 2", "b c")]
    [DataRow("dotnet > gen.dll", "dotnet", "gen.dll")]
    [DataRow("sh < gen.sh", "sh", "gen.sh")]
    [DataRow("sh -e 0<gen.sh > out.txt", "sh -e", "gen.sh out.txt")]
    [DataRow("gen > x | sh < gen.sh", "gen/sh", "x gen.sh")]
    [DataRow("sh gen.sh < $IN 2>&1", "sh gen.sh", "$IN 1")]
    public void Redirected_IsWhatNoCommandIsTold(string command, string programs, string redirected)
    {
        var words = CommandWords.Of(command, isCmd: false);
        Assert.AreEqual((null, programs, redirected), (words.Unclear, Text(words, ' '), string.Join(' ', words.Redirected)));
    }

    [TestMethod]
    [DataRow("$TOOL a", "$TOOL")]
    [DataRow("\"$TOOL/gen\" a", "$TOOL/gen")]
    [DataRow("gen a; ${X}", "${X}")]
    [DataRow("gen $(other)", "$(")]
    [DataRow("gen \"$(other)\"", "$(")]
    [DataRow("gen `other`", "`")]
    [DataRow("for f in a b; do gen $f; done", "for")]
    [DataRow(". ./settings.sh", ".")]
    [DataRow("eval gen", "eval")]
    [DataRow("find . | xargs gen", "xargs")]
    [DataRow("gen << END\nother\nEND", "<<")]
    [DataRow("gen 'a", "'")]
    [DataRow("cd sub && gen a", "cd")]
    [DataRow("timeout 5 gen", "timeout")]
    [DataRow("/usr/bin/env python3 gen.py", "/usr/bin/env")]
    [DataRow("/usr/bin/timeout 5 gen", "/usr/bin/timeout")]
    [DataRow("/usr/bin/nohup gen", "/usr/bin/nohup")]
    [DataRow("'exec' a", "exec")]
    [DataRow("/bin/sh -ec 'gen a'", "/bin/sh -ec")]
    [DataRow("echo gen | sh", "sh")]
    [DataRow("cat cmds | sh > obj/out.txt", "sh")]
    [DataRow("cat cmds | sh -e 2>&1", "sh -e")]
    [DataRow("sh < $SCRIPT", "sh")]
    [DataRow("sh <&3", "sh")]
    [DataRow("sh 3< gen.sh", "sh")]
    [DataRow("sh < gen.sh <&3", "sh")]
    [DataRow("sh -o < gen.sh", "sh -o")]
    [DataRow("sh -c < gen.sh", "sh -c")]
    [DataRow("sh - < gen.sh", "sh -")]
    [DataRow("pwsh -File < gen.ps1", "pwsh -File")]
    [DataRow("sh <; gen", "sh")]
    [DataRow("{ sh; } < gen.sh", "sh")]
    [DataRow("bash -s a", "bash -s")]
    [DataRow("bash --rcfile a b", "bash --rcfile")]
    [DataRow("sh -e $SCRIPT", "sh -e $SCRIPT")]
    [DataRow("sh -", "sh -")]
    [DataRow("pwsh gen.ps1", "pwsh gen.ps1")]
    [DataRow("pwsh -EncodedCommand ZwBlAG4A", "pwsh -EncodedCommand")]
    [DataRow("powershell -nop 'gen x'", "powershell -nop")]
    [DataRow("pwsh -File -", "pwsh -File")]
    [DataRow("PATH=x gen", "PATH=x")]
    [DataRow("export 'PATH=x y'; gen", "PATH=x y")]
    public void Unclear_IsTheFirstWord_WhenItMayRunAnything(string command, string unclear) => Assert.AreEqual(unclear, CommandWords.Of(command, isCmd: false).Unclear);

    [TestMethod]
    [DataRow("gen $(x)'", null, "gen $ x '")]
    [DataRow("C:\\tools\\gen.exe \"a b\" & mkdir out", null, "C:\\tools\\gen.exe|a b/|out")]
    [DataRow("%TOOL% a", "%TOOL%", "%TOOL% a")]
    [DataRow("call gen", "call", "call gen")]
    [DataRow("cmd /k gen", "cmd /k", "cmd /k gen")]
    [DataRow("C:\\Windows\\System32\\CMD.EXE /c gen", "C:\\Windows\\System32\\CMD.EXE /c", "C:\\Windows\\System32\\CMD.EXE /c gen")]
    [DataRow("PowerShell.exe \"gen x\"", "PowerShell.exe gen x", "PowerShell.exe|gen x")]
    [DataRow("Bash.exe -c gen", "Bash.exe -c", "Bash.exe -c gen")]
    [DataRow("pwsh.exe -File gen.ps1", null, "pwsh.exe -File gen.ps1")]
    [DataRow("cmd < gen.cmd", "cmd", "cmd")]
    public void Programs_AreWhatCmdRuns_WhenAskedForIt(string command, string? unclear, string expected)
    {
        var words = CommandWords.Of(command, isCmd: true);
        Assert.AreEqual(unclear, words.Unclear);
        if (command[0] != 'g')
            Assert.AreEqual(expected, Text(words, expected.Contains('|') ? '|' : ' '));
    }

    [TestMethod]
    public void Programs_HoldTheWord_WhateverIsQuoted()
    {
        Texts.Check(Texts.Any, value => CommandWords.Of($"gen a '{value.Replace("'", "'\\''", StringComparison.Ordinal)}'b", isCmd: false).Programs.Single().SequenceEqual(["gen", "a", value + "b"]));
        Texts.Check(Texts.Any, value => CommandWords.Of(value, isCmd: false) is not null && CommandWords.Of(value, isCmd: true) is not null);
    }

    private static string Text(CommandWords words, char separator) => string.Join('/', words.Programs.Select(p => string.Join(separator, p)));
}
