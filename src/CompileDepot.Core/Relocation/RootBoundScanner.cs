using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using CompileDepot.Core.Relocation.Assemblies;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Searches outputs for what is a place's own: the paths of its roots, and the id of its commit. An output that holds any must be rewritten for another place, or can't be restored there.
/// Looks at the bytes (UTF-8, UTF-16, URI- and JSON-escaped), and into what bytes don't show: document names of portable PDBs (stored in parts), embedded PDBs and
/// sources and F# signature data (compressed), and the names of file-local types (a hash of the path). Of a commit the beginning is enough: generators like to write its first characters alone.
/// </summary>
internal sealed class RootBoundScanner
{
    // What git shows as a short id. 28 bits of chance in text alone: as bytes of anything else, none.
    internal const int ShortCommit = 7;

    // Behind the signature, the id and the age.
    private const int CodeViewPath = 24;

    private readonly List<string> _paths;
    private readonly List<byte[]> _needles;
    private readonly List<Needle> _wholePaths;
    private readonly List<byte[]> _commit;

    /// <param name="paths">Full paths of roots, without a separator at the end.</param>
    /// <param name="commit">Lower-case hexadecimal; null: none is looked for.</param>
    public RootBoundScanner(IEnumerable<string> paths, string? commit = null)
    {
        _paths = [.. paths];
        _needles = [.. _paths.SelectMany(Spellings).Distinct().SelectMany(InEncodings)];
        _wholePaths = [.. _paths.SelectMany(Spellings).Distinct().Select(s => Needle.OfPath(s, "", Encoding.UTF8))];
        _commit = commit is null ? [] : [.. new[] { commit[..ShortCommit], commit[..ShortCommit].ToUpperInvariant() }.Distinct().SelectMany(InEncodings), Convert.FromHexString(commit)];
    }

    /// <summary>Whether a type that is local to its file counts as a path: its name is a hash of one.</summary>
    public bool FindsHashes { get; init; } = true;

    /// <summary>Whether the path of an image's PDB counts.</summary>
    public bool FindsPdbPath { get; init; } = true;

    /// <summary>Where the output holds a root's path or the commit, in words; or that it has parts which can't be read. Null: it holds none.</summary>
    /// <param name="name">The output's file name: its extension tells how to look.</param>
    public string? Find(string name, byte[] content)
    {
        string? found;
        var searched = content;
        try
        {
            found = Path.GetExtension(name).ToUpperInvariant() switch
            {
                ".DLL" or ".EXE" or ".NETMODULE" => FindInImage(content, ref searched),
                ".PDB" => FindInPdb(content),
                _ => null,
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentException or InvalidOperationException or InvalidDataException or IOException)
        {
            // The readers' other ways of saying that something is damaged. Where we can't look, there may be a path.
            found = "parts that cannot be read";
        }
        return found ?? (Holds(_needles, searched) ? "the path itself" : Holds(_commit, searched) ? "the id of the commit" : null);
    }

    /// <summary>How outputs may spell a path.</summary>
    internal static IEnumerable<string> Spellings(string path)
    {
        var forward = path.Replace('\\', '/');
        yield return path;
        yield return forward;
        yield return string.Join('/', forward.Split('/').Select(Uri.EscapeDataString));
        // As the compilers write it into error logs: "(", "+", "@" and others stay.
        if (Uri.TryCreate(path, UriKind.Absolute, out var uri))
            yield return uri.AbsolutePath;
        yield return path.Replace("&", "&amp;", StringComparison.Ordinal);
        yield return path.Replace("\\", "\\\\", StringComparison.Ordinal);
    }

    private static byte[][] InEncodings(string text) => [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text)];

    private bool HoldsAny(ReadOnlySpan<byte> content) => Holds(_needles, content) || Holds(_commit, content);

    private static bool Holds(List<byte[]> needles, ReadOnlySpan<byte> content)
    {
        foreach (var needle in needles)
        {
            if (content.IndexOf(needle) >= 0)
                return true;
        }
        return false;
    }

    /// <param name="searched">What is left to be searched byte by byte.</param>
    private string? FindInImage(byte[] content, ref byte[] searched)
    {
        try
        {
            using var image = new PEReader(new MemoryStream(content));
            foreach (var entry in image.ReadDebugDirectory())
            {
                if (entry.Type == DebugDirectoryEntryType.CodeView)
                {
                    var path = Encoding.UTF8.GetBytes(image.ReadCodeViewDebugDirectoryData(entry).Path);
                    if (FindsPdbPath && _wholePaths.Exists(p => p.IndexIn(path, 0) >= 0))
                        return "the full path of its PDB";
                    // As bytes, the root /src would be found in /home/src.
                    searched = (byte[])searched.Clone();
                    searched.AsSpan(entry.DataPointer + CodeViewPath, entry.DataSize - CodeViewPath).Clear();
                }
                if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                {
                    using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
                    var pdb = provider.GetMetadataReader();
                    if (FindInPdb(pdb) is { } found)
                        return "embedded PDB, " + found;
                    // Names and values of local constants: compressed, they are not seen in the image's bytes.
                    unsafe
                    {
                        var bytes = new ReadOnlySpan<byte>(pdb.MetadataPointer, pdb.MetadataLength);
                        if (HoldsAny(bytes))
                            return Holds(_needles, bytes) ? "embedded PDB, the path itself" : "embedded PDB, the id of the commit";
                    }
                }
            }
            if (!image.HasMetadata)
                return null;
            var metadata = image.GetMetadataReader();
            return FindInSignatureData(image, metadata) ?? (FindsHashes && _paths.Count > 0 ? FindFileLocalType(metadata) : null);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private string? FindInPdb(byte[] content)
    {
        try
        {
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(content));
            return FindInPdb(provider.GetMetadataReader());
        }
        catch (BadImageFormatException)
        {
            // Not portable: its strings are plain bytes.
            return null;
        }
    }

    private string? FindInPdb(MetadataReader pdb)
    {
        foreach (var handle in pdb.Documents)
        {
            var document = pdb.GetString(pdb.GetDocument(handle).Name);
            if (_paths.Exists(p => document.StartsWith(p, StringComparison.OrdinalIgnoreCase) && (document.Length == p.Length || document[p.Length] is '/' or '\\')))
                return $"document {document}";
        }
        foreach (var handle in pdb.CustomDebugInformation)
        {
            var information = pdb.GetCustomDebugInformation(handle);
            var blob = pdb.GetBlobBytes(information.Value);
            if (HoldsAny(blob) || (pdb.GetGuid(information.Kind) == DebugInformationKinds.EmbeddedSource && blob.Length > 4 && BitConverter.ToInt32(blob) > 0 && HoldsAny(Inflate(new MemoryStream(blob, 4, blob.Length - 4)))))
                return "debug information";
        }
        return null;
    }

    private string? FindInSignatureData(PEReader image, MetadataReader metadata)
    {
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            var name = metadata.GetString(resource.Name);
            if (!resource.Implementation.IsNil || !FSharpResources.IsCompressed(name))
                continue;
            var section = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
            var reader = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
            var bytes = reader.ReadBytes(reader.ReadInt32());
            if (HoldsAny(Inflate(new MemoryStream(bytes))))
                return $"resource {name}";
        }
        return null;
    }

    // "<File>F" + SHA-256 of the path + "__Name" (C# 11): nothing of the path is left to be seen.
    private static string? FindFileLocalType(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var name = metadata.GetString(metadata.GetTypeDefinition(handle).Name);
            var mark = name.StartsWith('<') ? name.IndexOf(">F", StringComparison.Ordinal) : -1;
            if (mark > 0 && name.AsSpan(mark + 2).IndexOf("__", StringComparison.Ordinal) == 64)
                return $"file-local type {name[(mark + 68)..]}, which is named by a hash of its path";
        }
        return null;
    }

    private static byte[] Inflate(Stream compressed)
    {
        try
        {
            using var inflate = new DeflateStream(compressed, CompressionMode.Decompress);
            var content = new MemoryStream();
            inflate.CopyTo(content);
            return content.ToArray();
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
