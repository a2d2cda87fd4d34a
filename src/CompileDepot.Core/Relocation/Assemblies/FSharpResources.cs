using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// The managed resources of an F# assembly. Those in which F# keeps signatures and optimisation data hold the paths of source files and of the project, as strings with
/// their length in front (<c>TypedTreePickle.fs</c>), compressed.
/// </summary>
internal sealed class FSharpResources
{
    private const int ResourceAlignment = 8;

    private FSharpResources(byte[] content, IReadOnlyList<int> offsets) => (Content, Offsets) = (content, offsets);

    /// <summary>All resources.</summary>
    public byte[] Content { get; }

    /// <summary>Where each begins, in the order of the metadata table.</summary>
    public IReadOnlyList<int> Offsets { get; }

    /// <summary>Makes the resources for another place.</summary>
    /// <exception cref="NotRewritableException">They are not laid out, or not compressed, as is known.</exception>
    public static FSharpResources Rewrite(FSharpImage image, PlaceMap map)
    {
        var old = image.Bytes.AsSpan(image.Text.PointerToRawData + image.ResourcesStart, image.FieldDataStart - image.ResourcesStart);
        using var result = new MemoryStream(old.Length + 256);
        var offsets = new List<int>();
        var end = 0;
        Span<byte> length = stackalloc byte[4];
        foreach (var handle in image.Metadata.ManifestResources)
        {
            var resource = image.Metadata.GetManifestResource(handle);
            var start = (int)resource.Offset;
            NotRewritableException.ThrowIfNot(resource.Implementation.IsNil && start == Alignment.Up(end, ResourceAlignment), "a resource");
            var content = old.Slice(start + 4, BinaryPrimitives.ReadInt32LittleEndian(old[start..]));
            end = start + 4 + content.Length;
            var name = image.Metadata.GetString(resource.Name);
            var rewritten = IsCompressed(name) ? Compressed(content, map) : content;
            result.SetLength(Alignment.Up((int)result.Length, ResourceAlignment));
            result.Position = result.Length;
            offsets.Add((int)result.Length);
            BinaryPrimitives.WriteInt32LittleEndian(length, rewritten.Length);
            result.Write(length);
            result.Write(rewritten);
        }
        NotRewritableException.ThrowIfNot(end == old.Length, "a resource");
        return new(result.ToArray(), offsets);
    }

    /// <summary>Whether F# keeps compressed data in a resource of this name.</summary>
    public static bool IsCompressed(string name) => name.StartsWith("FSharp", StringComparison.Ordinal) && name.Contains("Compressed", StringComparison.Ordinal);

    private static ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> compressed, PlaceMap map)
    {
        using var inflated = new MemoryStream();
        using (var inflate = new DeflateStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress))
            inflate.CopyTo(inflated);
        var content = inflated.ToArray();
        // The attributes of the assembly are there too, and with them its informational version.
        var renewed = inflated.ToArray();
        map.ReplaceTexts(renewed, Encoding.UTF8);
        var replaced = PickledStrings.Replace(renewed, map);
        if (replaced.AsSpan().SequenceEqual(content))
            return compressed;
        if (!Deflate(content).AsSpan().SequenceEqual(compressed))
            throw new NotRewritableException("a resource is compressed in another way than here");
        return Deflate(replaced);
    }

    private static byte[] Deflate(byte[] content)
    {
        using var result = new MemoryStream();
        using (var deflate = new DeflateStream(result, CompressionMode.Compress, leaveOpen: true))
            deflate.Write(content);
        return result.ToArray();
    }
}
