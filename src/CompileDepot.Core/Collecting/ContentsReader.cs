using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collecting;

/// <summary>
/// Reads what collection goes by. Builds may run meanwhile: a file that is gone when its turn comes is not missed, and one that comes later is fresh. What can't be read may need anything, so it ends the
/// collection; what can be read and not understood needs everything in it that looks like an address.
/// </summary>
/// <param name="stack">The first depot is collected; the roots of all count, as a build reads them all.</param>
/// <param name="progress">Gets (files done, files in all).</param>
internal sealed class ContentsReader(DepotStack stack, Action<int, int>? progress)
{
    private readonly DepotLayout _layout = stack.First.Layout;
    private readonly List<StoredUnit> _units = [];
    private readonly List<StoredBlob> _blobs = [];
    private readonly List<StoredRoot> _roots = [];
    private readonly List<LooseFile> _loose = [];
    private long _unknown;

    /// <exception cref="CollectException">CD0091.</exception>
    public DepotContents Read()
    {
        foreach (var depot in stack.Depots.Skip(1).OfType<Depot>())
            ReadRoots(depot.Layout);
        var faults = new List<(string Path, string What)>();
        var files = DepotFiles.List(_layout, faults).ToList();
        if (faults is [var (folder, what), ..])
            throw Untellable(folder, what);
        var done = 0;
        foreach (var file in files)
        {
            if (FileStamp.TryRead(file.Path, out var stamp))
                Add(file with { Size = stamp.Size }, stamp.Modified);
            progress?.Invoke(++done, files.Count);
        }
        return new DepotContents(_units, _blobs, _roots, _loose, _unknown);
    }

    private void Add(DepotFile file, DateTimeOffset used)
    {
        switch (file.Kind)
        {
            case DepotFileKind.Blob:
                _blobs.Add(new StoredBlob(file.Path, file.Size, file.Address, used));
                break;
            case DepotFileKind.Entry when Bytes(file.Path) is { } bytes:
                _units.Add(Entry(file, used, bytes));
                break;
            case DepotFileKind.Project when Bytes(file.Path) is { } bytes:
                _units.Add(Project(file, used, bytes));
                break;
            case DepotFileKind.Root when Bytes(file.Path) is { } bytes:
                _roots.Add(Root(_layout, file.Path, used, bytes));
                break;
            case DepotFileKind.SetAside or DepotFileKind.Leftover or DepotFileKind.BuildRecord or DepotFileKind.Memo or DepotFileKind.Index:
                _loose.Add(Loose(file, used));
                break;
            default:
                _unknown += file.Size;
                break;
        }
    }

    private static StoredUnit Entry(DepotFile file, DateTimeOffset used, byte[] bytes)
    {
        try
        {
            var entry = EntryFile.Read(bytes);
            var title = Title(entry.Made.Project, entry.Made.Framework, entry.Made.Configuration, entry.Made.Task);
            return new StoredUnit(file.Kind, file.Path, file.Size, file.Address, used, title, [entry.KeyText.Value, .. entry.Files.Select(f => f.Blob.Value)], []);
        }
        catch (FormatException)
        {
            return new StoredUnit(file.Kind, file.Path, file.Size, file.Address, used, Untold, AddressScan.Find(bytes), []);
        }
    }

    private static StoredUnit Project(DepotFile file, DateTimeOffset used, byte[] bytes)
    {
        if (ProjectEntryFile.TryRead(bytes) is not { } entry)
            return new StoredUnit(file.Kind, file.Path, file.Size, file.Address, used, Untold, AddressScan.Find(bytes), AddressScan.Find(bytes));
        Digest256[] blobs = [entry.Tree.Value, .. entry.Actions.Select(a => a.KeyText.Value), .. entry.Files.Select(f => f.Blob.Value)];
        return new StoredUnit(file.Kind, file.Path, file.Size, file.Address, used, Title(entry.Project, entry.Framework, entry.Configuration, ActionRecord.WholeProject), blobs, [.. entry.Actions.Select(a => a.Key.Value)]);
    }

    private void ReadRoots(DepotLayout layout)
    {
        try
        {
            foreach (var path in Directory.Exists(layout.Roots) ? Directory.GetFiles(layout.Roots) : [])
            {
                if (DepotFiles.KindOf(layout, path) == DepotFileKind.Root && FileStamp.TryRead(path, out var stamp) && Bytes(path) is { } bytes)
                    _roots.Add(Root(layout, path, stamp.Modified, bytes) with { IsOurs = false });
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Untellable(layout.Roots, e.Message, e);
        }
    }

    private static StoredRoot Root(DepotLayout layout, string path, DateTimeOffset written, byte[] bytes)
    {
        if (RootRecord.Parse(bytes) is not { } record)
            return new StoredRoot(path, bytes.Length, "a record that can't be read", TreeState.Untold, written, "", AddressScan.Find(bytes));
        var title = $"{Title(record.Project, record.Framework, record.Configuration, record.Task)} in {record.Root}";
        var used = record.Time > written ? record.Time : written;
        return new StoredRoot(path, bytes.Length, title, TreeLook.At(record.Root, record.Project), used, layout.Memo(record.Root), [.. new[] { record.Key.Value, record.KeyText.Value }.Distinct()]);
    }

    private static LooseFile Loose(DepotFile file, DateTimeOffset used)
    {
        var kind = file.Kind switch
        {
            DepotFileKind.SetAside => CollectedKind.SetAside,
            DepotFileKind.BuildRecord => CollectedKind.BuildRecord,
            DepotFileKind.Memo => CollectedKind.Memo,
            DepotFileKind.Index => CollectedKind.Index,
            _ => CollectedKind.Leftover,
        };
        return new LooseFile(kind, file.Path, file.Size, used, kind == CollectedKind.Index ? Path.GetFileNameWithoutExtension(file.Path) : "");
    }

    private static byte[]? Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Untellable(path, e.Message, e);
        }
    }

    private const string Untold = "an entry that is damaged or of another version";

    private static string Title(string project, string framework, string configuration, string task)
    {
        var name = PathTokens.FromRoot(project);
        var facts = string.Join(", ", new[] { framework, configuration, task == ActionRecord.WholeProject ? "as a whole" : task }.Where(f => f.Length > 0));
        return $"{name} ({facts})";
    }

    private static CollectException Untellable(string path, string what, Exception? inner = null) =>
        new(DiagnosticCodes.UnknownNeeds, $"{path}: {what} What it needs can't be told, so nothing was freed. Grant the right to read it, or remove it.", inner);
}
