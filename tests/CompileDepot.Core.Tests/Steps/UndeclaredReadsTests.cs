using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Steps;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Steps;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class UndeclaredReadsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Of_NamesWhatNobodyDeclared()
    {
        foreach (var name in new[] { "root/in.txt", "root/other.txt", "root/out.txt", "root/gen/x.cs", "root/bin/tool", "root/lib.txt", "opt/bin/tool", "opt/lib/lib.py", "home/.toolrc", "tmp/MSBuildTempme/tmp1.exec.cmd", "tmp/else" })
            _folder.Write(name, "x");
        Directory.CreateSymbolicLink(_folder["link"], _folder["root"]);
        var action = new CompileAction(default, [], [Input("link/in.txt")], [new(OutputRole.StepFile, _folder["root/out.txt"]), new(OutputRole.StepFolder, _folder["root/gen"])]);
        var reads = new UndeclaredReads(action, [_folder["opt/bin/tool"], _folder["root/bin/tool"]], _folder["root"], _folder["tmp"] + "/");
        string[] read =
        [
            "root/in.txt", "root/other.txt", "root/out.txt", "root/gen/x.cs", "root/bin/tool", "root/lib.txt", "opt/bin/tool", "opt/lib/lib.py", "home/.toolrc", "tmp/MSBuildTempme/tmp1.exec.cmd", "tmp/else", "root/gone.txt",
        ];
        var lines = read.Select(r => _folder[r]).Concat(["/usr/lib/libc.so", "/etc/passwd", "/proc/self/maps", "/dev/null"]).Select(p => $"1 openat(AT_FDCWD</>, \"{p}\", O_RDONLY) = 3<{p}>");
        CollectionAssert.AreEqual(
            new[] { "home/.toolrc", "root/bin/tool", "root/lib.txt", "root/other.txt", "tmp/else" }.Select(r => _folder[r]).ToArray(),
            reads.Of(FileTrace.Of(lines)).ToArray());
    }

    private InputFile Input(string name) => new(_folder[name], default, default, FileTraits.None);
}
