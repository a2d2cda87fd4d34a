using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>What a debugger looks at before it binds a breakpoint: the assembly names its PDB and the PDB's id, and the PDB names sources and their checksums.</summary>
public static class DebuggerView
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>Asserts that a debugger finds PDB and sources, all below <paramref name="root"/> or in the PDB.</summary>
    /// <returns>Full paths of the sources that are files.</returns>
    public static IReadOnlyList<string> AssertBinds(string assembly, string root)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var entries = image.ReadDebugDirectory();
        var codeView = entries.Single(e => e.Type == DebugDirectoryEntryType.CodeView);
        var data = image.ReadCodeViewDebugDirectoryData(codeView);
        Assert.StartsWith(root + "/", data.Path);
        var bytes = File.ReadAllBytes(data.Path);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));
        var pdb = provider.GetMetadataReader();
        var id = new BlobContentId(pdb.DebugMetadataHeader!.Id);
        Assert.AreEqual((data.Guid, codeView.Stamp), (id.Guid, id.Stamp), "the PDB is that of the assembly");
        var checksum = image.ReadPdbChecksumDebugDirectoryData(entries.Single(e => e.Type == DebugDirectoryEntryType.PdbChecksum));
        bytes.AsSpan(pdb.DebugMetadataHeader.IdStartOffset, 20).Clear();
        Assert.AreEqual(Convert.ToHexString([.. checksum.Checksum]), Convert.ToHexString(SHA256.HashData(bytes)), checksum.AlgorithmName);
        var files = new List<string>();
        foreach (var handle in pdb.Documents)
        {
            var document = pdb.GetDocument(handle);
            var path = pdb.GetString(document.Name);
            Assert.StartsWith(root + "/", path);
            if (!File.Exists(path) && pdb.GetCustomDebugInformation(handle).Any(i => pdb.GetGuid(pdb.GetCustomDebugInformation(i).Kind) == EmbeddedSource))
                continue;
            Assert.AreEqual(Convert.ToHexString(pdb.GetBlobBytes(document.Hash)), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))), path);
            files.Add(path);
        }
        return files;
    }
}
