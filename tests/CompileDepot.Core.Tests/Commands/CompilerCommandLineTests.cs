using CompileDepot.Core.Commands;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Commands;

[TestClass]
public sealed class CompilerCommandLineTests
{
    [TestMethod]
    [DataRow(CompilerKind.CSharp, "/out:a.dll", "out", "a.dll")]
    [DataRow(CompilerKind.CSharp, "-out:/x/a.dll", "out", "/x/a.dll")]
    [DataRow(CompilerKind.CSharp, "/out:/x/a.dll", "out", "/x/a.dll")]
    [DataRow(CompilerKind.CSharp, "/debug+", "debug+", null)]
    [DataRow(CompilerKind.CSharp, "/debug:portable", "debug", "portable")]
    [DataRow(CompilerKind.CSharp, "/define:", "define", "")]
    [DataRow(CompilerKind.CSharp, "/pathmap:/a=/b,/c:d=/e", "pathmap", "/a=/b,/c:d=/e")]
    [DataRow(CompilerKind.CSharp, "/opt/src/A.cs", "", null)]
    [DataRow(CompilerKind.CSharp, "/opt/a:b.cs", "", null)]
    [DataRow(CompilerKind.CSharp, "A.cs", "", null)]
    [DataRow(CompilerKind.CSharp, "\"a b.cs\"", "", null)]
    [DataRow(CompilerKind.CSharp, "-", "", null)]
    [DataRow(CompilerKind.VisualBasic, "/imports:System,A=B", "imports", "System,A=B")]
    [DataRow(CompilerKind.FSharp, "--out:a.dll", "out", "a.dll")]
    [DataRow(CompilerKind.FSharp, "-r:/x/a.dll", "r", "/x/a.dll")]
    [DataRow(CompilerKind.FSharp, "--optimize+", "optimize+", null)]
    [DataRow(CompilerKind.FSharp, "/a.fs", "", null)]
    public void Parse_TellsSwitchesFromPaths_WhenThereIsOneArgument(CompilerKind compiler, string text, string name, string? value)
    {
        var argument = CompilerCommandLine.Parse(compiler, [text], "/", []).Single();
        Assert.AreEqual((name, value, text, name.Length == 0), (argument.Switch, argument.Value, argument.Text, argument.IsSource));
    }

    [TestMethod]
    [DataRow("a,b", "a;b")]
    [DataRow("\"a,b\",c", "a,b;c")]
    [DataRow("a\"b,\"c,d", "ab,c;d")]
    [DataRow(",a,,b,", "a;b")]
    [DataRow("", "")]
    [DataRow("\"a,b", "a,b")]
    public void Split_MindsQuotes_WhenValueHasSeparators(string value, string parts) =>
        CollectionAssert.AreEqual(parts.Split(';', StringSplitOptions.RemoveEmptyEntries), CompilerCommandLine.Split(value, ","));

    [TestMethod]
    public void Parse_ReadsResponseFiles_WhenTheyNest()
    {
        using var folder = new TempFolder();
        folder.Write("a.rsp", "# comment\n /unsafe  /define:\"A B\" # rest\n\n@sub/b.rsp\n\"x y.cs\"");
        folder.Write("sub/b.rsp", "/nullable:enable");
        var files = new List<string>();
        var arguments = CompilerCommandLine.Parse(CompilerKind.CSharp, ["/a", "@a.rsp", "/z"], folder.Path, files);
        CollectionAssert.AreEqual(new[] { "/a", "/unsafe", "/define:\"A B\"", "/nullable:enable", "\"x y.cs\"", "/z" }, arguments.Select(a => a.Text).ToArray());
        CollectionAssert.AreEqual(new[] { folder["a.rsp"], folder["sub/b.rsp"] }, files);
    }

    [TestMethod]
    public void Parse_TakesALineForAnArgument_WhenTheCompilerIsFsc()
    {
        using var folder = new TempFolder();
        folder.Write("a.rsp", "--define:A B\n  a b.fs  \n#x\n");
        CollectionAssert.AreEqual(new[] { "--define:A B", "a b.fs" }, CompilerCommandLine.Parse(CompilerKind.FSharp, ["@a.rsp"], folder.Path, []).Select(a => a.Text).ToArray());
    }

    [TestMethod]
    public void Parse_Throws_WhenResponseFilesLoopOrAreMissing()
    {
        using var folder = new TempFolder();
        folder.Write("a.rsp", "@b.rsp");
        folder.Write("b.rsp", "@a.rsp");
        Assert.ThrowsExactly<IOException>(() => CompilerCommandLine.Parse(CompilerKind.CSharp, ["@a.rsp"], folder.Path, []));
        Assert.Throws<IOException>(() => CompilerCommandLine.Parse(CompilerKind.CSharp, ["@none.rsp"], folder.Path, []));
    }

    [TestMethod]
    [DataRow(CompilerKind.CSharp, "REFERENCE", SwitchKind.Reference)]
    [DataRow(CompilerKind.CSharp, "debug+", SwitchKind.Plain)]
    [DataRow(CompilerKind.CSharp, "brandnew", SwitchKind.Option)]
    [DataRow(CompilerKind.FSharp, "r", SwitchKind.Reference)]
    [DataRow(CompilerKind.FSharp, "R", SwitchKind.Option)]
    [DataRow(CompilerKind.FSharp, "pdb", SwitchKind.OutputFile)]
    public void Find_MindsCaseAsTheCompilerDoes_WhenLookedUp(CompilerKind compiler, string name, SwitchKind kind) => Assert.AreEqual(kind, SwitchTable.Find(compiler, name).Kind);
}
