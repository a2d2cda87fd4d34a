using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Searches outputs for the paths of known roots. An output that holds one is <em>root-bound</em>: it may be restored only where the roots are the same.
/// Looks at the bytes (UTF-8, UTF-16, URI- and JSON-escaped), and into what bytes don't show: document names of portable PDBs (stored in parts), embedded PDBs and
/// sources and F# signature data (compressed), and the names of file-local types (a hash of the path).
/// </summary>
public sealed class RootBoundScanner
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly List<string> _paths;
    private readonly List<byte[]> _needles;

    public RootBoundScanner(PathTokens tokens)
    {
        _paths = [.. tokens.Roots.Select(r => r.Path)];
        _needles = [.. _paths.SelectMany(Spellings).Distinct().SelectMany(s => new[] { Encoding.UTF8.GetBytes(s), Encoding.Unicode.GetBytes(s) })];
    }

    /// <summary>Where the output holds a root's path, in words; null where it does not.</summary>
    /// <param name="name">The output's file name: its extension tells how to look.</param>
    public string? Find(string name, byte[] content)
    {
        string? found;
        try
        {
            found = Path.GetExtension(name).ToUpperInvariant() switch
            {
                ".DLL" or ".EXE" or ".NETMODULE" => FindInImage(content),
                ".PDB" => FindInPdb(content),
                _ => null,
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentException or InvalidOperationException or InvalidDataException or IOException)
        {
            // The readers' other ways of saying that something is damaged. Where we can't look, there may be a path.
            found = "parts that cannot be read";
        }
        return found is not null ? $"{name}: {found}" : HoldsPath(content) ? $"{name}: the path itself" : null;
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

    private bool HoldsPath(ReadOnlySpan<byte> content)
    {
        foreach (var needle in _needles)
        {
            if (content.IndexOf(needle) >= 0)
                return true;
        }
        return false;
    }

    private string? FindInImage(byte[] content)
    {
        try
        {
            using var image = new PEReader(new MemoryStream(content));
            foreach (var entry in image.ReadDebugDirectory())
            {
                if (entry.Type == DebugDirectoryEntryType.CodeView && HoldsPath(Encoding.UTF8.GetBytes(image.ReadCodeViewDebugDirectoryData(entry).Path)))
                    return "the full path of its PDB";
                if (entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb)
                {
                    using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
                    var pdb = provider.GetMetadataReader();
                    if (FindInPdb(pdb) is { } found)
                        return "embedded PDB, " + found;
                    // Names and values of local constants: compressed, they are not seen in the image's bytes.
                    unsafe
                    {
                        if (HoldsPath(new ReadOnlySpan<byte>(pdb.MetadataPointer, pdb.MetadataLength)))
                            return "embedded PDB, the path itself";
                    }
                }
            }
            if (!image.HasMetadata)
                return null;
            var metadata = image.GetMetadataReader();
            return FindInSignatureData(image, metadata) ?? FindFileLocalType(metadata);
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
            if (_paths.Exists(p => document.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
                return $"document {document}";
        }
        foreach (var handle in pdb.CustomDebugInformation)
        {
            var information = pdb.GetCustomDebugInformation(handle);
            var blob = pdb.GetBlobBytes(information.Value);
            if (HoldsPath(blob) || (pdb.GetGuid(information.Kind) == EmbeddedSource && blob.Length > 4 && BitConverter.ToInt32(blob) > 0 && HoldsPath(Inflate(new MemoryStream(blob, 4, blob.Length - 4)))))
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
            if (!resource.Implementation.IsNil || !name.StartsWith("FSharp", StringComparison.Ordinal) || !name.Contains("Compressed", StringComparison.Ordinal))
                continue;
            var section = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
            var reader = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
            var bytes = reader.ReadBytes(reader.ReadInt32());
            if (HoldsPath(Inflate(new MemoryStream(bytes))))
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
