using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ProjectStateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void TryRead_GivesWhatWasWritten_ForAnyPaths()
    {
        var path = _folder["state"];
        Texts.Check(Texts.Any.ArrayOf(), paths =>
        {
            var files = paths.Distinct().Select((p, i) => (p, Stamp: new FileStamp(i, i * 3L, -i, ulong.MaxValue - (ulong)i, (ushort)i))).ToDictionary(f => f.p, f => f.Stamp);
            new ProjectState("entry", TreeText.HashOf("t"u8), paths.Length % 2 == 0 ? "" : "c0ffee", files).Write(path);
            var read = ProjectState.TryRead(path)!;
            return read.Entry == "entry" && read.Tree == TreeText.HashOf("t"u8) && read.Commit == (paths.Length % 2 == 0 ? "" : "c0ffee") && read.Files.OrderBy(f => f.Key, StringComparer.Ordinal).SequenceEqual(files.OrderBy(f => f.Key, StringComparer.Ordinal));
        });
    }

    [TestMethod]
    public void TryRead_IsNone_WhenTheFileIsTornOrOfAnotherForm()
    {
        var path = _folder["state"];
        Assert.IsNull(ProjectState.TryRead(path));
        ProjectState.Of("entry", TreeText.HashOf("t"u8), "", [_folder.Write("a", "a"), _folder.Write("b", "b")])!.Write(path);
        var text = File.ReadAllText(path);
        Assert.IsNotNull(ProjectState.TryRead(path));
        for (var length = 0; length < text.Length; length++)
        {
            File.WriteAllText(path, text[..length]);
            // A text that ends with a line is whole in form: it has fewer files, and is for that no other entry's.
            Assert.AreEqual(length > 0 && text[length - 1] == '\n', ProjectState.TryRead(path) is not null, $"{length} of {text.Length}");
        }
        File.WriteAllText(path, text.Replace("compiledepot-state 1", "compiledepot-state 2", StringComparison.Ordinal));
        Assert.IsNull(ProjectState.TryRead(path));
    }

    [TestMethod]
    public void IsIntact_IsFalse_WhenAFileChangesOrGoes()
    {
        var (a, b) = (_folder.Write("a", "a"), _folder.Write("b", "b"));
        var state = ProjectState.Of("entry", TreeText.HashOf("t"u8), "", [a, b])!;
        Assert.IsTrue(state.IsIntact);
        File.SetLastWriteTimeUtc(b, DateTime.UtcNow.AddHours(-1));
        Assert.IsFalse(state.IsIntact);
        state = ProjectState.Of("entry", TreeText.HashOf("t"u8), "", [a, b])!;
        File.Delete(a);
        Assert.IsFalse(state.IsIntact);
        Assert.IsNull(ProjectState.Of("entry", TreeText.HashOf("t"u8), "", [a, b]));
    }
}
