using System.Text;
using CompileDepot.Core.Steps;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Steps;

[TestClass]
public sealed class FileTraceTests
{
    [TestMethod]
    [DataRow("1 openat(AT_FDCWD</w>, \"a.txt\", O_RDONLY|O_CLOEXEC) = 3</w/a.txt>", "/w/a.txt")]
    [DataRow("1 openat(AT_FDCWD, \"a.txt\", O_RDONLY)   = 3</w/a.txt>", "/w/a.txt")]
    [DataRow("1 open(\"/w/a.txt\", O_RDWR) = 13</w/a.txt>", "/w/a.txt")]
    [DataRow("1 openat2(AT_FDCWD</w>, \"a\", {flags=O_RDONLY, resolve=0}, 24) = 3</w/a>", "/w/a")]
    [DataRow("1 openat(AT_FDCWD</w>, \"x) = 3</y>\", O_RDONLY) = 3</w/x) = 3\\74/y\\76>", "/w/x) = 3</y>")]
    [DataRow("1 openat(AT_FDCWD</w>, \"na\\303\\257ve \\\"q\\\"\", O_RDONLY) = 3</w/na\\303\\257ve \"q\">", "/w/na\u00efve \"q\"")]
    [DataRow("1 openat(AT_FDCWD</w>, \"none\", O_RDONLY) = -1 ENOENT (No such file or directory)", "")]
    [DataRow("1 openat(AT_FDCWD</w>, \".\", O_RDONLY|O_DIRECTORY) = 3</w>", "")]
    [DataRow("1 openat(AT_FDCWD</w>, \"p\", O_RDONLY) = 3<pipe:[123]>", "")]
    [DataRow("1 execve(\"/opt/gen\", [\"gen\", \"a\"], 0x7f /* 3 vars */) = 0", "/opt/gen")]
    [DataRow("1 execve(\"/opt/gen\", [\"gen\"], 0x7f /* 3 vars */) = -1 ENOENT (No such file or directory)", "")]
    [DataRow("1 openat(AT_FDCWD</w>, \"b\", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</w/b>\n2 openat(AT_FDCWD</w>, \"b\", O_RDONLY) = 4</w/b>", "")]
    [DataRow("1 openat(AT_FDCWD</w>, \"b\", O_RDONLY) = 4</w/b>\n1 openat(AT_FDCWD</w>, \"b\", O_WRONLY|O_TRUNC) = 3</w/b>", "/w/b")]
    [DataRow("1 creat(\"/w/b\", 0666) = 3</w/b>\n2 open(\"/w/b\", O_RDONLY) = 4</w/b>", "")]
    [DataRow("1 rename(\"/w/t\", \"/w/b\") = 0\n1 open(\"/w/b\", O_RDONLY) = 4</w/b>", "")]
    [DataRow("1 renameat2(AT_FDCWD</w>, \"t\", AT_FDCWD</w/o>, \"b\", RENAME_NOREPLACE) = 0\n1 open(\"/w/o/b\", O_RDONLY) = 4</w/o/b>", "")]
    [DataRow("1 rename(\"/w/t\", \"/w/b\") = -1 EPERM (Operation not permitted)\n1 open(\"/w/b\", O_RDONLY) = 4</w/b>", "/w/b")]
    [DataRow("7 openat(AT_FDCWD</w>, \"a\", O_RDONLY <unfinished ...>\n8 openat(AT_FDCWD</w>, \"c\", O_RDONLY) = 3</w/c>\n7 <... openat resumed>) = 3</w/a>", "/w/a /w/c")]
    [DataRow("7 <... openat resumed>) = 3</w/a>", "")]
    [DataRow("7 +++ exited with 0 +++\n7 --- SIGCHLD {si_signo=SIGCHLD} ---\nnonsense\n\n7 open(\"\\", "")]
    public void Read_IsWhatTheCommandReadAndDidNotWrite(string log, string expected) => Assert.AreEqual(expected, string.Join(' ', FileTrace.Of(log.Split('\n')).Read));

    [TestMethod]
    [DataRow("a\\n\\t\\r\\v\\f\\\\\\\"", "a\n\t\r\v\f\\\"")]
    [DataRow("\\1\\0012", "\u0001\u00012")]
    [DataRow("end\\", "end\\")]
    public void Decode_GivesTheName(string text, string expected) => Assert.AreEqual(expected, FileTrace.Decode(text));

    [TestMethod]
    public void Decode_GivesTheName_HoweverManyOfItsBytesAreEscaped() =>
        Texts.Check(Texts.Any, value => FileTrace.Decode(string.Concat(Encoding.UTF8.GetBytes(value).Select(b => b is >= (byte)'a' and <= (byte)'z' ? ((char)b).ToString() : "\\" + Convert.ToString(b, 8).PadLeft(3, '0')))) == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));

    [TestMethod]
    public void Of_DoesNotThrow_WhateverTheLinesAre() => Texts.Check(Texts.Any, value => FileTrace.Of([value, "1 " + value, $"1 openat(AT_FDCWD</>, \"{value}\", O_RDONLY) = 3<{value}>", $"1 rename({value}) = 0", $"1 execve(\"{value}\") = 0"]) is not null);
}
