using System.Buffers;
using System.Reflection.Metadata.Ecma335;
using System.Security.Cryptography;
using System.Text;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// Types that are local to a file are named <c>&lt;File&gt;F</c>, the SHA-256 of the file's path, <c>__Name</c> (Roslyn's <c>FileIdentifier</c>). Generators make many of
/// them. The names change with the path, in the string heap and in blobs that name types, but keep their lengths.
/// </summary>
internal sealed class FileLocalTypes
{
    private const int HashLength = 64;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEF"u8);

    private readonly ManagedImage _image;
    private readonly byte[] _bytes;
    private readonly List<(byte[] Old, byte[] New)> _hashes = [];

    private FileLocalTypes(ManagedImage image, byte[] bytes) => (_image, _bytes) = (image, bytes);

    private Span<byte> Strings => _bytes.AsSpan(_image.Headers.MetadataStartOffset + _image.Metadata.GetHeapMetadataOffset(HeapIndex.String), _image.Metadata.GetHeapSize(HeapIndex.String));

    /// <summary>Renames them.</summary>
    /// <param name="bytes">The image.</param>
    /// <param name="documents">Names of all source documents.</param>
    /// <exception cref="NotRewritableException">A type is of a document that is not known, or the heap would have another order.</exception>
    public static void Rename(ManagedImage image, byte[] bytes, IEnumerable<(string Old, string New)> documents)
    {
        var types = new FileLocalTypes(image, bytes);
        var found = types.Find();
        if (found.Count == 0)
            return;
        foreach (var (old, renamed) in documents)
        {
            var hash = Hash(old);
            if (found.Remove(Encoding.ASCII.GetString(hash)) && old != renamed)
                types._hashes.Add((hash, Hash(renamed)));
        }
        if (found.Count > 0)
            throw new NotRewritableException("a type that is local to its file is named by the path of an unknown file");
        types.Replace();
        if (!types.IsSorted())
            throw new NotRewritableException("types that are local to their files have one name in several files, and another order at the other place");
    }

    /// <summary>Takes the paths out of their names.</summary>
    public static void Blank(ManagedImage image, byte[] bytes)
    {
        var types = new FileLocalTypes(image, bytes);
        types._hashes.AddRange(types.Find().Select(h => (Encoding.ASCII.GetBytes(h), Enumerable.Repeat((byte)'0', HashLength).ToArray())));
        types.Replace();
    }

    private static byte[] Hash(string path) => Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path))));

    private HashSet<string> Find()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        ReadOnlySpan<byte> strings = Strings;
        for (int at; (at = strings.IndexOf(">F"u8)) >= 0; strings = strings[(at + 2)..])
        {
            var name = strings[(at + 2)..];
            if (name.Length > HashLength + 2 && name[HashLength..].StartsWith("__"u8) && !name[..HashLength].ContainsAnyExcept(HexDigits))
                found.Add(Encoding.ASCII.GetString(name[..HashLength]));
        }
        return found;
    }

    private void Replace()
    {
        var metadata = _bytes.AsSpan(_image.Headers.MetadataStartOffset, _image.Headers.MetadataSize);
        foreach (var (old, renewed) in _hashes)
        {
            var rest = metadata;
            for (int at; (at = rest.IndexOf(old)) >= 0; rest = rest[(at + HashLength)..])
                renewed.CopyTo(rest[at..]);
        }
    }

    // MetadataBuilder writes strings in the order of their last characters, longer ones first, so that one may be the end of another. What is out of order shows between
    // neighbours.
    private bool IsSorted()
    {
        var names = Encoding.UTF8.GetString(Strings[1..].TrimEnd((byte)0)).Split('\0');
        for (var i = 1; i < names.Length; i++)
        {
            if (CompareEnds(names[i - 1], names[i]) > 0)
                return false;
        }
        return true;
    }

    private static int CompareEnds(string left, string right)
    {
        for (int i = left.Length - 1, j = right.Length - 1; i >= 0 && j >= 0; i--, j--)
        {
            if (left[i] != right[j])
                return left[i] - right[j];
        }
        return right.Length - left.Length;
    }
}
