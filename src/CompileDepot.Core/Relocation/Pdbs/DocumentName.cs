using System.Reflection.Metadata;
using System.Text;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// The name of a document in a portable PDB: a separator, and the offsets of the parts between its occurrences (Portable PDB specification, "Document Name Blob").
/// </summary>
internal static class DocumentName
{
    /// <param name="blob">The content of the name's blob.</param>
    /// <param name="part">The content of the blob at an offset.</param>
    public static string Read(ReadOnlySpan<byte> blob, Func<int, byte[]> part)
    {
        NotRewritableException.ThrowIfNot(blob.Length > 0 && blob[0] is (byte)'/' or (byte)'\\', "its PDB");
        var name = new StringBuilder();
        for (var i = 1; i < blob.Length;)
        {
            if (i > 1)
                name.Append((char)blob[0]);
            name.Append(Encoding.UTF8.GetString(part(BlobHeap.ReadCompressed(blob, ref i))));
        }
        return name.ToString();
    }

    /// <summary>Adds the parts, then the list of them. The separator is whichever occurs more often, as in <c>MetadataBuilder.GetOrAddDocumentName</c>.</summary>
    /// <returns>The offset of the name.</returns>
    public static int Add(BlobHeap heap, string name)
    {
        var separator = name.Count(c => c == '/') >= name.Count(c => c == '\\') ? '/' : '\\';
        var list = new BlobBuilder(32);
        list.WriteByte((byte)separator);
        foreach (var part in name.Split(separator))
            list.WriteCompressedInteger(heap.Add(Encoding.UTF8.GetBytes(part)));
        return heap.Add(list.ToArray());
    }
}
