using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using Microsoft.Win32.SafeHandles;

namespace CompileDepot.Core.Images;

/// <summary>
/// Makes an image (see <see cref="ImageFormat"/>) of what is added. The same contents make the same file, in whatever order they are added: nothing in it tells when, where or from what it was made, beside what stands in
/// the entries. Not thread-safe.
/// </summary>
public sealed class ImageBuilder
{
    // Compressed by all processors at once, and no more of them in memory than this.
    private const int AtOnce = 32;

    private readonly Dictionary<string, (ContentDigest Digest, ReadableDepot[] Sources)> _blobs = [];
    private readonly Dictionary<string, (byte[] File, Entry? Entry)> _entries = [];
    private readonly Dictionary<string, (byte[] File, ProjectEntry? Entry)> _projects = [];
    private readonly List<byte[]> _records = [];
    private SafeFileHandle _target = null!;
    private long _place;

    /// <summary>Adds a blob.</summary>
    /// <param name="sources">Where it may be, the likeliest first. It is read, and verified, when the image is written.</param>
    public void Add(ContentDigest digest, params ReadableDepot[] sources) => _blobs.TryAdd(digest.ToString(), (digest, sources));

    /// <summary>Adds the file of an entry; the first of a key stays. Its blobs have to be added, too, or it will be left out.</summary>
    /// <param name="entry">What it holds; null: it is of another version, and nobody knows what it needs.</param>
    public void Add(ActionKey key, byte[] file, Entry? entry) => _entries.TryAdd(key.ToString(), (file, entry));

    /// <summary>Adds the file of a project's entry; the first of a tree hash and name stays. Its blobs have to be added, too, and the entries of its actions, or it will be left out.</summary>
    /// <param name="id">See <see cref="ProjectEntryFile.IdOf"/>.</param>
    /// <param name="entry">As above.</param>
    public void Add(TreeHash tree, string id, byte[] file, ProjectEntry? entry) => _projects.TryAdd(tree + id, (file, entry));

    /// <summary>Writes the image; what stands in its place is replaced when it is whole.</summary>
    /// <param name="progress">Gets (files done, files in all).</param>
    /// <exception cref="IOException">The place can't be written.</exception>
    public ImageSummary Write(string path, Action<int, int>? progress = null)
    {
        var temporary = AtomicFile.TemporaryFor(path);
        try
        {
            ImageSummary summary;
            using (_target = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
                summary = Write(progress);
            AtomicFile.Publish(temporary, path, overwrite: true);
            return summary;
        }
        finally
        {
            AtomicFile.TryDelete(temporary);
        }
    }

    private ImageSummary Write(Action<int, int>? progress)
    {
        (_place, var done, var all) = (ImageFormat.HeaderSize, 0, _blobs.Count + _entries.Count + _projects.Count);
        _records.Clear();
        var left = new List<string>();
        var there = new HashSet<string>(StringComparer.Ordinal);

        void PutAll<T>(IEnumerable<KeyValuePair<string, T>> items, Func<T, byte[]?> read)
            where T : notnull
        {
            // In the order of the addresses, as they are searched for.
            foreach (var some in items.OrderBy(i => i.Key, StringComparer.Ordinal).Chunk(AtOnce))
            {
                foreach (var (key, content, packed) in some.AsParallel().AsOrdered().Select(i => (i.Key, Content: read(i.Value))).Select(i => (i.Key, i.Content, i.Content is null ? null : ImageFormat.Pack(i.Content))).ToList())
                {
                    if (content is not null)
                    {
                        there.Add(key);
                        Put(key, content.Length, packed!);
                    }
                    progress?.Invoke(++done, all);
                }
            }
        }

        PutAll(_blobs, b => b.Sources.Select(s => Read(s, b.Digest)).FirstOrDefault(c => c is not null));
        var blobs = _records.Count;
        var has = there.ToHashSet(StringComparer.Ordinal);
        bool Has(ContentDigest digest, string what)
        {
            if (!has.Contains(digest.ToString()))
                left.Add($"{what}: blob {digest} is missing or damaged");
            return has.Contains(digest.ToString());
        }

        there.Clear();
        PutAll(_entries.Where(e => e.Value.Entry?.Files.All(f => Has(f.Blob, $"{f.Path} of {e.Value.Entry.Made.Project}")) != false), e => e.File);
        var entries = _records.Count - blobs;
        bool HasAction(ProjectAction action, ProjectEntry project)
        {
            if (!there.Contains(action.Key.ToString()))
                left.Add($"{action.Step} of {project.Project}: entry {action.Key} is missing or damaged");
            return there.Contains(action.Key.ToString());
        }

        var fit = _projects.Where(p => p.Value.Entry is not { } entry
            || (entry.Files.Where(f => f.Kind != ProjectFileKind.Copy).All(f => Has(f.Blob, $"{f.Path} of {entry.Project}")) && entry.Actions.All(a => HasAction(a, entry)))).ToList();
        PutAll(fit, p => p.File);
        WriteIndex(blobs, entries);
        return new ImageSummary(blobs, entries, _records.Count - blobs - entries, RandomAccess.GetLength(_target), [.. left.Distinct().Order(StringComparer.Ordinal)]);
    }

    // One that does not work has nothing; another may.
    private static byte[]? Read(ReadableDepot depot, ContentDigest digest)
    {
        try
        {
            return depot.ReadBlob(digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Put(string key, long size, byte[] packed)
    {
        RandomAccess.Write(_target, packed, _place);
        _place += packed.Length;
        var record = new byte[ImageTable.RecordSize(hasIds: key.Length > 2 * ImageTable.AddressSize)];
        // One record of another size makes all that follow it unreadable.
        if (Convert.FromHexString(key, record.AsSpan(..^16), out _, out var written) != OperationStatus.Done || written != record.Length - 16)
            throw new InvalidOperationException($"'{key}' is no address of an image");
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(record.Length - 16), packed.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(record.Length - 8), size);
        _records.Add(record);
    }

    private void WriteIndex(int blobs, int entries)
    {
        var index = new byte[ImageFormat.CountsSize + _records.Sum(r => r.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(index, blobs);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(4), entries);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(8), _records.Count - blobs - entries);
        var at = ImageFormat.CountsSize;
        foreach (var record in _records)
        {
            record.CopyTo(index, at);
            at += record.Length;
        }
        RandomAccess.Write(_target, index, _place);
        var header = new byte[ImageFormat.HeaderSize];
        ImageFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), ImageFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), _place);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), index.Length);
        SHA256.HashData(index, header.AsSpan(32));
        RandomAccess.Write(_target, header, 0);
    }
}

/// <summary>An image that was written.</summary>
/// <param name="Bytes">Of the file.</param>
/// <param name="Left">What is wrong with that which was left out, in words.</param>
public sealed record ImageSummary(int Blobs, int Entries, int Projects, long Bytes, IReadOnlyList<string> Left);
