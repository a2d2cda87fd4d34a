using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Images;

/// <summary>
/// A depot in one file that never changes (see <see cref="ImageFormat"/>). It is opened when it is first asked for something, once a process. What is damaged in it is said once a process, and counts as missing from then on.
/// Content from elsewhere: see <see cref="Distrust"/>. Thread-safe.
/// </summary>
public sealed class DepotImage(string path) : ReadableDepot
{
    public const string Extension = ".cdi";

    private ImageFile? _file;

    public override string Place => path;

    /// <summary>Given the bytes of an entry's file, says why it is not to be trusted, in words; null: it is. Unless set, all are.</summary>
    public Func<byte[], string?> Distrust { get; init; } = _ => null;

    /// <summary>Bytes of the file.</summary>
    /// <exception cref="ImageException">The image can't be used.</exception>
    public long Bytes => Opened.Bytes;

    /// <summary>Every blob with its size, by address.</summary>
    /// <exception cref="ImageException">The image can't be used.</exception>
    public IReadOnlyList<(ContentDigest Digest, long Size)> Blobs => [.. Enumerable.Range(0, Opened.Blobs.Count).Select(i => (new ContentDigest(Opened.Blobs.Address(i)), Opened.Blobs.Size(i)))];

    /// <summary>The keys of all entries, in their order.</summary>
    /// <exception cref="ImageException">The image can't be used.</exception>
    public IReadOnlyList<ActionKey> Entries => [.. Enumerable.Range(0, Opened.Entries.Count).Select(i => new ActionKey(Opened.Entries.Address(i)))];

    /// <summary>The tree hashes and names of all entries of whole projects, in their order.</summary>
    /// <exception cref="ImageException">The image can't be used.</exception>
    public IReadOnlyList<(TreeHash Tree, string Id)> Projects => [.. Enumerable.Range(0, Opened.Projects.Count).Select(i => (new TreeHash(Opened.Projects.Address(i)), Opened.Projects.Id(i)))];

    private ImageFile Opened => _file ??= ImageFile.Open(path);

    /// <summary>Whether a place in a stack is that of an image: a file, or what is called as one is and is no folder.</summary>
    public static bool IsImage(string place) => File.Exists(place) || (IsNamedSo(place) && !Directory.Exists(place));

    /// <summary>Whether a place is that of an image beyond doubt: what stands there begins as one does, or it is called so.</summary>
    public static bool IsSurely(string place) => IsImage(place) && (IsNamedSo(place) || ImageFile.IsImage(place));

    public override bool Renew(TreeHash tree, string id) => TryOpen() is { } file && IsThere(file, file.Projects, file.Projects.Find(Key(tree.Value, id)));

    public override bool HasBlob(ContentDigest digest, long size) =>
        TryOpen() is { } file && file.Blobs.Find(Key(digest.Value)) is var number && IsThere(file, file.Blobs, number) && (size < 0 || file.Blobs.Size(number) == size);

    public override bool TryCopyBlob(ContentDigest digest, string path)
    {
        var (file, number) = (Opened, Opened.Blobs.Find(Key(digest.Value)));
        if (!IsThere(file, file.Blobs, number))
            return false;
        using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.CopyTo(file.Blobs, number, target);
        return true;
    }

    public override void SetAside(ContentDigest digest) => SetAside(f => f.Blobs, Key(digest.Value));

    public override byte[]? ReadEntry(ActionKey key) => Read(Opened, Opened.Entries, Key(key.Value));

    public override byte[]? ReadProject(TreeHash tree, string id) => Read(Opened, Opened.Projects, Key(tree.Value, id));

    // In the order of their names: nothing in an image tells which is the newest.
    public override IEnumerable<(byte[] Bytes, string Id)> ReadProjects(TreeHash tree)
    {
        if (TryOpen() is not { } file)
            yield break;
        var key = Key(tree.Value);
        for (var number = file.Projects.Above(key); number < file.Projects.Count && file.Projects.Address(number) == tree.Value && number < file.Projects.Above(key) + MostCandidates; number++)
        {
            byte[] bytes;
            try
            {
                bytes = file.Read(file.Projects, number);
            }
            catch (IOException)
            {
                yield break;
            }
            yield return (bytes, file.Projects.Id(number));
        }
    }

    public override string Name(ContentDigest digest) => $"{Place}: blob {digest}";

    private protected override string Name(ActionKey key) => $"{Place}: entry {key}";

    protected override byte[]? ReadBytes(ContentDigest digest) => Read(Opened, Opened.Blobs, Key(digest.Value));

    private protected override string? Doubt(byte[] bytes) => Distrust(bytes);

    private protected override void SetAside(ActionKey key) => SetAside(f => f.Entries, Key(key.Value));

    private static byte[]? Read(ImageFile file, ImageTable table, byte[] key) => table.Find(key) is var number && IsThere(file, table, number) ? file.Read(table, number) : null;

    private static bool IsThere(ImageFile file, ImageTable table, int number) => number >= 0 && !file.IsSetAside(table, number);

    private static bool IsNamedSo(string place) => place.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    private static byte[] Key(Digest256 address)
    {
        var key = new byte[ImageTable.AddressSize];
        address.CopyTo(key);
        return key;
    }

    private static byte[] Key(Digest256 address, string id) =>
        DepotLayout.IsProjectId(id) ? [.. Key(address), .. Convert.FromHexString(id)] : Key(address);

    private void SetAside(Func<ImageFile, ImageTable> table, byte[] key)
    {
        if (TryOpen() is { } file && table(file).Find(key) is >= 0 and var number)
            file.SetAside(table(file), number);
    }

    // For members that never throw: whoever asks for an entry is told.
    private ImageFile? TryOpen()
    {
        try
        {
            return Opened;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
