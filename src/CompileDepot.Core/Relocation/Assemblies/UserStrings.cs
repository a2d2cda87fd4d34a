using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// The heap of the strings that code loads (ECMA-335 II.24.2.4), with some of them renamed: laid out again in the order that it has, which is that of <c>MetadataBuilder</c>'s first additions.
/// </summary>
internal sealed class UserStrings
{
    private const int TokenType = 0x70;

    private readonly Dictionary<int, int> _offsets = [];
    private readonly List<Range> _renamed = [];

    private UserStrings(BlobBuilder heap) => Heap = heap;

    /// <summary>The new heap, padded.</summary>
    public BlobBuilder Heap { get; }

    /// <summary>Where in it there are new names.</summary>
    public IReadOnlyList<Range> Renamed => _renamed;

    /// <param name="rename">The new name, or null: it stays.</param>
    /// <returns>Null: all stays.</returns>
    /// <exception cref="NotRewritableException">There is something else in the heap, or it would be another one.</exception>
    public static UserStrings? Rename(ReadOnlySpan<byte> old, Func<string, string?> rename)
    {
        var strings = new UserStrings(new BlobBuilder(old.Length + 1024));
        strings.Heap.WriteByte(0);
        var contents = new HashSet<string>(StringComparer.Ordinal);
        var at = 1;
        while (at < old.Length && old[at] != 0)
        {
            var offset = at;
            var content = BlobHeap.ContentAt(old, offset, out at);
            NotRewritableException.ThrowIfNot(content.Length % 2 == 1, "a heap");
            strings._offsets.Add(offset, strings.Heap.Count);
            var text = new string(MemoryMarshal.Cast<byte, char>(content[..^1]));
            var renamed = rename(text);
            NotRewritableException.ThrowIfNot(content[^1] == MarkOf(text), "a heap");
            // Two strings that become one at the other place: code there holds in the source what the compiler gives here.
            if (!contents.Add(renamed ?? text))
                throw new NotRewritableException("two strings of its code are one at the other place");
            strings.Add(renamed ?? text);
            if (renamed is not null)
                strings._renamed.Add((strings.Heap.Count - 1 - (2 * renamed.Length))..(strings.Heap.Count - 1));
        }
        NotRewritableException.ThrowIfNot(old.Length - at < 4 && !old[at..].ContainsAnyExcept((byte)0), "a heap");
        strings.Heap.Align(4);
        return strings._renamed.Count == 0 ? null : strings;
    }

    /// <summary>Gives the strings that the code of an image loads their new offsets.</summary>
    /// <param name="bytes">The image, to be changed.</param>
    /// <exception cref="NotRewritableException">There is no string where one should be.</exception>
    public void Apply(ManagedImage image, Span<byte> bytes)
    {
        foreach (var at in MethodBodies.StringTokens(image))
        {
            var token = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
            NotRewritableException.ThrowIfNot(token >> 24 == TokenType && _offsets.TryGetValue(token & 0xffffff, out _), "its code");
            BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], (TokenType << 24) | _offsets[token & 0xffffff]);
        }
    }

    private void Add(string text)
    {
        NotRewritableException.ThrowIfNot(Heap.Count < 1 << 24, "a heap");
        Heap.WriteCompressedInteger((2 * text.Length) + 1);
        Heap.WriteUTF16(text);
        Heap.WriteByte(MarkOf(text));
    }

    // Whether a character needs more than the eight bits of ASCII when strings are compared by words.
    private static byte MarkOf(string text)
    {
        foreach (var c in text)
        {
            if (c is >= '\x7f' or (>= '\x01' and <= '\x08') or (>= '\x0e' and <= '\x1f') or '\'' or '-')
                return 1;
        }
        return 0;
    }
}
