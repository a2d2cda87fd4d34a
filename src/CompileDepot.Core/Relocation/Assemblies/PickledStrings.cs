using System.Buffers.Binary;
using System.Text;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// Replaces paths in F#'s pickled data (<c>TypedTreePickle.fs</c>): strings in UTF-8 behind their length, which takes one byte below 0x80, two below 0x4000 (the first with
/// 0x80 set), else 0xFF and four.
/// </summary>
internal static class PickledStrings
{
    /// <returns>The same array, if there was nothing to replace.</returns>
    /// <exception cref="NotRewritableException">A root stands elsewhere than at the start of a string.</exception>
    public static byte[] Replace(byte[] content, PlaceMap map)
    {
        using var result = new MemoryStream(content.Length + 256);
        var copied = 0;
        var search = map.Roots();
        for (var start = 0; search.Next(content, start) is (var at, { } root);)
        {
            var (prefix, length) = LengthBefore(content, at, root.Length);
            var old = Encoding.UTF8.GetString(content, at, length);
            var path = map.Path(old);
            start = at + length;
            if (path == old)
                continue;
            var bytes = Encoding.UTF8.GetBytes(path);
            result.Write(content, copied, at - prefix - copied);
            WriteLength(result, bytes.Length);
            result.Write(bytes);
            copied = start;
        }
        if (copied == 0)
            return map.FindIn(content) is null ? content : throw Unknown();
        result.Write(content, copied, content.Length - copied);
        return result.ToArray();
    }

    private static (int Prefix, int Length) LengthBefore(byte[] content, int at, int minimum)
    {
        var lengths = new List<(int Prefix, int Length)>();
        if (at >= 1 && content[at - 1] < 0x80)
            lengths.Add((1, content[at - 1]));
        if (at >= 2 && (content[at - 2] & 0xc0) == 0x80)
            lengths.Add((2, ((content[at - 2] & 0x3f) << 8) | content[at - 1]));
        if (at >= 5 && content[at - 5] == 0xff)
            lengths.Add((5, BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at - 4))));
        // A path has no control characters: a length that reaches into what follows the string is none.
        lengths.RemoveAll(l => l.Length < minimum || l.Length > content.Length - at || l.Length != Normal(l) || content.AsSpan(at, l.Length).ContainsAnyInRange((byte)0, (byte)0x1f));
        if (lengths.Count != 1)
            throw Unknown();
        return lengths[0];
    }

    private static NotRewritableException Unknown() => new("a resource of F# holds a path in an unknown way");

    // Only the shortest way to write a length is used.
    private static int Normal((int Prefix, int Length) length) => length switch
    {
        { Prefix: 2, Length: < 0x80 } or { Prefix: 5, Length: < 0x4000 } => -1,
        _ => length.Length,
    };

    private static void WriteLength(MemoryStream stream, int length)
    {
        if (length < 0x80)
            stream.WriteByte((byte)length);
        else if (length < 0x4000)
            stream.Write([(byte)(0x80 | (length >> 8)), (byte)length]);
        else
        {
            Span<byte> bytes = stackalloc byte[5];
            bytes[0] = 0xff;
            BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], length);
            stream.Write(bytes);
        }
    }
}
