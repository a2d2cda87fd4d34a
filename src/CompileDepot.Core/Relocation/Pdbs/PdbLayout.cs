using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>Where the parts of a portable PDB are (Portable PDB specification), as <c>PortablePdbBuilder</c> writes them: streams, of which the first begins with the id.</summary>
internal sealed class PdbLayout : IDisposable
{
    private readonly MetadataReaderProvider _provider;

    /// <exception cref="NotRewritableException">It is laid out otherwise.</exception>
    /// <exception cref="BadImageFormatException">It is no portable PDB.</exception>
    public PdbLayout(byte[] bytes)
    {
        Bytes = bytes;
        _provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        Reader = _provider.GetMetadataReader();
        Streams = new(bytes, 0, bytes.Length, MetadataStreams.OfPdb, "its PDB");
    }

    public byte[] Bytes { get; }

    public MetadataReader Reader { get; }

    public MetadataStreams Streams { get; }

    /// <summary>The 20 bytes of the PDB's id stand first in the file's first stream.</summary>
    public int IdOffset => Streams.First;

    public ReadOnlySpan<byte> Blobs => Bytes.AsSpan(Streams.Blobs.Offset, Streams.Blobs.Size);

    public void Dispose() => _provider.Dispose();
}
