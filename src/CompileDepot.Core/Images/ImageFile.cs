using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using Microsoft.Win32.SafeHandles;

namespace CompileDepot.Core.Images;

/// <summary>
/// An image that is open: its index in memory, its payloads on the disk. One a process and path, as long as the file is the same by its stamp; whoever holds an older one reads on from the older file.
/// Thread-safe.
/// </summary>
internal sealed class ImageFile
{
    // 4 million blobs. More than that is no image that somebody made to be copied about, and would not fit a process that compiles beside it.
    private const long MostIndex = 256L * 1024 * 1024;
    private const int Piece = 128 * 1024;

    private static readonly Dictionary<string, (FileStamp Stamp, ImageFile? File, ImageException? Fault)> Opened = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    private readonly SafeFileHandle _handle;
    private readonly ConcurrentDictionary<(ImageTable Table, int Number), bool> _bad = new();

    private ImageFile(SafeFileHandle handle, ReadOnlyMemory<byte> index, long place)
    {
        _handle = handle;
        Bytes = place + index.Length;
        long Count(int at) => BinaryPrimitives.ReadUInt32LittleEndian(index.Span[(at * 4)..]);
        var (blobs, entries, projects) = (Count(0) * ImageTable.RecordSize(false), Count(1) * ImageTable.RecordSize(false), Count(2) * ImageTable.RecordSize(true));
        var records = index[ImageFormat.CountsSize..];
        if (blobs + entries + projects != records.Length)
            throw new ImageException("its index has another length than it says");
        Blobs = new ImageTable(records[..(int)blobs], false, ImageFormat.HeaderSize, place);
        Entries = new ImageTable(records.Slice((int)blobs, (int)entries), false, Blobs.End, place);
        Projects = new ImageTable(records[(int)(blobs + entries)..], true, Entries.End, place);
        if (Projects.End != place)
            throw new ImageException("its index leaves bytes out");
    }

    public ImageTable Blobs { get; }

    public ImageTable Entries { get; }

    public ImageTable Projects { get; }

    /// <summary>Of the file.</summary>
    public long Bytes { get; }

    /// <exception cref="ImageException">There is none, or it is not one that this version can use.</exception>
    public static ImageFile Open(string path)
    {
        if (!FileStamp.TryRead(path, out var stamp))
            throw new ImageException("there is no such file, or it may not be looked at");
        lock (Gate)
        {
            if (!Opened.TryGetValue(path, out var opened) || opened.Stamp != stamp)
            {
                try
                {
                    opened = (stamp, Load(path), null);
                }
                catch (ImageException e)
                {
                    opened = (stamp, null, e);
                }
                // Readers of a former one keep its handle; the last of them lets it go.
                Opened[path] = opened;
            }
            return opened.File ?? throw new ImageException(opened.Fault!.Message, opened.Fault);
        }
    }

    /// <summary>Whether a file begins as an image does.</summary>
    public static bool IsImage(string path)
    {
        try
        {
            Span<byte> magic = stackalloc byte[ImageFormat.Magic.Length];
            using var handle = Handle(path);
            return Fill(handle, magic, 0) == magic.Length && magic.SequenceEqual(ImageFormat.Magic);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What is stored, unpacked. Damage that shows while it is unpacked gives other bytes, or too few; what it should be is told by its address or digest.</summary>
    /// <exception cref="IOException">The file can't be read any more.</exception>
    public byte[] Read(ImageTable table, int number)
    {
        var (stored, size) = (table.Stored(number), table.Size(number));
        if (size > Array.MaxLength)
            throw new ImageException($"a file of {size} bytes in it is too large to be read whole");
        if (stored == size)
        {
            var content = new byte[size];
            return Fill(_handle, content, table.Place(number)) == size ? content : [];
        }
        // As large as it says only if it turns out to be so.
        var unpacked = new MemoryStream();
        Unpack(table, number, unpacked);
        return unpacked.Length == size ? unpacked.ToArray() : [];
    }

    /// <summary>As <see cref="Read"/>, in pieces.</summary>
    /// <exception cref="IOException">The file can't be read any more, or the other can't be written.</exception>
    public void CopyTo(ImageTable table, int number, Stream target)
    {
        if (table.Stored(number) != table.Size(number))
            Unpack(table, number, target);
        else
            new Payload(_handle, table.Place(number), table.Stored(number)).CopyTo(target, Piece);
    }

    /// <summary>Notes that a payload is not what its address says: in this process it is not there any more.</summary>
    public void SetAside(ImageTable table, int number) => _bad[(table, number)] = true;

    public bool IsSetAside(ImageTable table, int number) => !_bad.IsEmpty && _bad.ContainsKey((table, number));

    private void Unpack(ImageTable table, int number, Stream target)
    {
        using var brotli = new BrotliStream(new Payload(_handle, table.Place(number), table.Stored(number)), CompressionMode.Decompress);
        var buffer = new byte[(int)Math.Min(Piece, table.Size(number))];
        // One more than it says, and it is another.
        for (var left = table.Size(number); left >= 0;)
        {
            int read;
            try
            {
                read = brotli.Read(buffer);
            }
            catch (Exception e) when (e is InvalidOperationException or InvalidDataException)
            {
                return;
            }
            if (read == 0)
                return;
            target.Write(buffer, 0, (int)Math.Min(read, left + 1));
            left -= read;
        }
    }

    // One call may give less than there is.
    private static int Fill(SafeFileHandle handle, Span<byte> buffer, long place)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(handle, buffer[filled..], place + filled) is > 0 and var read)
            filled += read;
        return filled;
    }

    private static ImageFile Load(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = Handle(path);
            var file = Load(handle);
            handle = null;
            return file;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not ImageException))
        {
            throw new ImageException(e.Message, e);
        }
        finally
        {
            handle?.Dispose();
        }
    }

    private static ImageFile Load(SafeFileHandle handle)
    {
        var header = new byte[ImageFormat.HeaderSize];
        var length = RandomAccess.GetLength(handle);
        if (Fill(handle, header, 0) < ImageFormat.Magic.Length || !header.AsSpan().StartsWith(ImageFormat.Magic))
            throw new ImageException("this is a file, and no depot image");
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8));
        if (version != ImageFormat.Version)
            throw new ImageException(version > ImageFormat.Version ? $"it has format {version}, of a newer version of CompileDepot; this one knows {ImageFormat.Version}" : "it is damaged: there is no such format");
        var (place, size) = (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16)), BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24)));
        if (place < ImageFormat.HeaderSize || size < ImageFormat.CountsSize || place > length || size != length - place)
            throw new ImageException("it is damaged, or only a part of it is there: its index is not where it should be");
        if (size > MostIndex)
            throw new ImageException("its index is larger than any image needs");
        var index = new byte[size];
        if (Fill(handle, index, place) != size || Digest256.Of(index) != Digest256.FromHash(header.AsSpan(32)))
            throw new ImageException("it is damaged: its index is not what the header says");
        return new ImageFile(handle, index, place);
    }

    // Whoever replaces the file by a newer one may do so while we read.
    private static SafeFileHandle Handle(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);

    /// <summary>A part of the file.</summary>
    private sealed class Payload(SafeFileHandle handle, long place, long length) : Stream
    {
        private readonly long _end = place + length;
        private long _at = place;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(handle, buffer[..(int)Math.Min(buffer.Length, _end - _at)], _at);
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
