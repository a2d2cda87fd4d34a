using CompileDepot.Core.Depots;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Tests.Depots;

[TestClass]
public sealed class DepotFilesTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly List<(string Path, string What)> _faults = [];

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void List_TellsKindsByPlace_WhenDepotIsInUse()
    {
        var entry = _sample.AddCompile("Lib", "1");
        _sample.AddBuild(_sample.Action("Lib"));
        var blob = _sample.Depot.Layout.Blob(entry.Files.Single().Blob);
        _sample.Depot.SetAside(entry.Files.Single().Blob);
        // The right name in the wrong folder is no blob: no lookup would find it.
        var stray = Path.Combine(_sample.Depot.Layout.Blobs, entry.KeyText.ToString());
        File.WriteAllText(stray, "");

        var files = List();
        Assert.AreEqual(_sample.Depot.Layout.Entry(entry.Key), files.Single(f => f.Kind == DepotFileKind.Entry).Path);
        Assert.AreEqual(entry.Key.Value, files.Single(f => f.Kind == DepotFileKind.Entry).Address);
        Assert.AreEqual(entry.KeyText.Value, files.Single(f => f.Kind == DepotFileKind.Blob).Address);
        Assert.AreEqual(blob + ".damaged", files.Single(f => f.Kind == DepotFileKind.SetAside).Path);
        Assert.AreEqual(DepotFileKind.Other, files.Single(f => f.Path == stray).Kind);
        Assert.IsTrue(files.Single(f => f.Path.EndsWith(".jsonl", StringComparison.Ordinal)) is { Kind: DepotFileKind.BuildRecord, Size: > 0 });
        Assert.IsTrue(files.Single(f => f.Kind == DepotFileKind.Root) is { Size: > 0 });
        Assert.IsEmpty(_faults);
    }

    [TestMethod]
    [DataRow("v1/roots/a.json", nameof(DepotFileKind.Root))]
    [DataRow("v1/roots/a.jsonl", nameof(DepotFileKind.Other))]
    [DataRow("v1/roots/deep/a.json", nameof(DepotFileKind.Other))]
    [DataRow("v1/builds/a.jsonl", nameof(DepotFileKind.BuildRecord))]
    [DataRow("v1/builds/a.json", nameof(DepotFileKind.Other))]
    [DataRow("v1/compiled/net10.0/Lib/0123456789ab.json", nameof(DepotFileKind.Index))]
    [DataRow("v1/compiled/net10.0/0123456789ab.json", nameof(DepotFileKind.Other))]
    [DataRow("v1/compiled/net10.0/Lib/0123456789.json", nameof(DepotFileKind.Other))]
    [DataRow("v1/memo/0123-3", nameof(DepotFileKind.Memo))]
    [DataRow("v1/memo/shared-3", nameof(DepotFileKind.Other))]
    [DataRow("v1/collected.json", nameof(DepotFileKind.Other))]
    [DataRow("v1/roots/a.json.damaged", nameof(DepotFileKind.SetAside))]
    public void KindOf_GoesByThePlace(string name, string kind)
    {
        Assert.AreEqual(kind, DepotFiles.KindOf(_sample.Depot.Layout, Path.Combine(_sample.Folder, name)).ToString());
        if (kind != nameof(DepotFileKind.SetAside))
            Assert.AreEqual(DepotFileKind.Leftover, DepotFiles.KindOf(_sample.Depot.Layout, AtomicFile.TemporaryFor(Path.Combine(_sample.Folder, name))));
    }

    [TestMethod]
    public void List_IsEmptyWithoutFault_WhenDepotIsNotThere()
    {
        Assert.IsEmpty(List());
        Assert.IsEmpty(_faults);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("v1")]
    [DataRow("v1/blobs")]
    [DataRow("v1/entries")]
    public void List_TellsFault_WhenAFileIsInAFoldersPlace(string place)
    {
        var path = Path.Combine(_sample.Folder, place).TrimEnd('/');
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        List();
        Assert.AreEqual((path, "this is a file, and should be a folder"), _faults.Single());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void List_Ends_WhenLinksGoRoundInCircles()
    {
        _sample.AddCompile("Lib", "1");
        Directory.CreateSymbolicLink(Path.Combine(_sample.Depot.Layout.Blobs, "00"), _sample.Folder);
        Assert.AreEqual(2, List().Count(f => f.Kind == DepotFileKind.Blob));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void List_TellsFaultAndGoesOn_WhenAFolderIsUnreadable()
    {
        if (Environment.IsPrivilegedProcess)
            Assert.Inconclusive("permissions do not hold for root");
        var entry = _sample.AddCompile("Lib", "1");
        var closed = Path.GetDirectoryName(_sample.Depot.Layout.Entry(entry.Key))!;
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            Assert.AreEqual(2, List().Count(f => f.Kind == DepotFileKind.Blob));
            Assert.AreEqual(closed, _faults.Single().Path);
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private List<DepotFile> List() => [.. DepotFiles.List(_sample.Depot.Layout, _faults)];
}
