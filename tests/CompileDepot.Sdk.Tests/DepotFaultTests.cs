using System.Text;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Any fault of a depot is a miss: the build gives what the plain one gives, and the depot heals where it can.</summary>
[TestClass]
public sealed class DepotFaultTests : ScenarioTest
{
    /// <summary>DESIGN section 12, trap 6: a truncated or flipped blob is never restored.</summary>
    [TestMethod]
    public void Build_CompilesAndHeals_WhenBlobsAreBad()
    {
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        foreach (var damage in (string[])["flipped", "truncated", "emptied", "longer"])
        {
            foreach (var blob in workspace.Depot.OutputBlobs())
                DepotFolder.Overwrite(blob, content => Damage(content, damage));
            workspace.Build(compiled: 1, restored: 0);
            workspace.Build(compiled: 0, restored: 1);
        }
    }

    /// <summary>Several outputs are one transaction: one bad file, and none is restored.</summary>
    [TestMethod]
    public void Build_RestoresNothing_WhenOneBlobOfManyIsBad()
    {
        var workspace = OneLibrary(out var library);
        library.Set("GenerateDocumentationFile", "true");
        workspace.Build(1, 0);
        foreach (var blob in workspace.Depot.OutputBlobs())
        {
            DepotFolder.Overwrite(blob, content => Damage(content, "flipped"));
            workspace.Build(compiled: 1, restored: 0);
        }

        workspace.Build(0, 1);
    }

    /// <summary>DESIGN section 12, trap 7: a missing blob does not make its entry miss for ever.</summary>
    [TestMethod]
    public void Build_CompilesAndHeals_WhenABlobIsMissing()
    {
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        foreach (var blob in workspace.Depot.OutputBlobs())
        {
            File.Delete(blob);
            workspace.Build(compiled: 1, restored: 0);
            workspace.Build(compiled: 0, restored: 1);
        }
    }

    [TestMethod]
    public void Build_CompilesAndHeals_WhenEntriesAreGarbage()
    {
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        foreach (var text in (string[])["", "{", "[]", "null", "{\"effects\":null,\"version\":999999}", "\0\u0001garbage"])
        {
            foreach (var entry in workspace.Depot.Entries)
                DepotFolder.Overwrite(entry, _ => Encoding.UTF8.GetBytes(text));
            workspace.Build(compiled: 1, restored: 0);
            workspace.Build(compiled: 0, restored: 1);
        }
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenAnEntryIsOfAnotherKey()
    {
        var workspace = OneLibrary(out var library);
        workspace.Build(1, 0);
        var first = workspace.Depot.Entries;
        library.Edit("Lib.cs", "Hello", "Bye");
        workspace.Build(1, 0);
        NeedsSdk();
        // The second key now leads to the first content: an entry says whose it is.
        File.Copy(first[0], workspace.Depot.Entries.Except(first).Single(), overwrite: true);
        workspace.Build(compiled: 1, restored: 0);
    }

    [TestMethod]
    public void Build_IsThePlainBuild_WhenFoldersOfTheDepotAreFiles()
    {
        var workspace = OneLibrary(out _);
        Directory.CreateDirectory(Path.Combine(workspace.DepotPath, "v1"));
        foreach (var part in (string[])["entries", "compiled", "roots", "builds"])
            File.WriteAllText(Path.Combine(workspace.DepotPath, "v1", part), "not a folder");
        workspace.Build(1, 0);
        workspace.Build(null, null);
    }

    [TestMethod]
    [DataRow("a plain file")]
    [DataRow("below a plain file")]
    [DataRow("below /proc")]
    public void Build_IsThePlainBuild_WhenDepotCannotBeMade(string where)
    {
        var workspace = OneLibrary(out _);
        var file = Path.Combine(Folder, "a file");
        File.WriteAllText(file, "This is a file.");
        workspace.DepotPath = where switch
        {
            "a plain file" => file,
            "below a plain file" => Path.Combine(file, "depot"),
            _ => "/proc/sys/depot",
        };
        workspace.Build(1, 0);
        workspace.Build(1, 0);
        Assert.AreEqual("This is a file.", File.ReadAllText(file));
    }

    [TestMethod]
    public void Build_IsThePlainBuild_WhenDepotIsReadOnly()
    {
        var workspace = OneLibrary(out var library);
        workspace.Build(1, 0);
        var depot = workspace.DepotPath;
        NeedsCommand("unshare", "-rm", "sh", "-c", "mount --bind . /mnt && mount -o remount,ro,bind /mnt");
        Directory.CreateDirectory(depot);
        var readOnly = new BuildStep { Prefix = ["unshare", "-rm", "sh", "-c", $"mount --bind '{depot}' '{depot}' && mount -o remount,ro,bind '{depot}' && exec \"$@\"", "sh"] };
        var before = workspace.Depot.Listing();
        workspace.Build(compiled: 0, restored: 1, readOnly);
        library.Edit("Lib.cs", "Hello", "Bye");
        workspace.Build(compiled: 1, restored: 0, readOnly);
        Assert.AreEqual(before, workspace.Depot.Listing());
    }

    [TestMethod]
    [DataRow("1m")]
    [DataRow("64k")]
    [DataRow("8k")]
    public void Build_IsThePlainBuild_WhenDiskIsFull(string size)
    {
        NeedsCommand("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt");
        var workspace = OneLibrary(out var library);
        // 2 MB that no compression shrinks: more than the disk holds.
        library.Item("<EmbeddedResource Include=\"big.bin\" />").File("big.bin", Noise(2_000_000));
        var depot = workspace.DepotPath;
        Directory.CreateDirectory(depot);
        var full = new BuildStep { Prefix = ["unshare", "-rm", "sh", "-c", $"mount -t tmpfs -o size={size} none '{depot}' && \"$@\"; code=$?; find '{depot}/v1/entries' -name '*.json' 2>/dev/null; exit $code", "sh"] };
        var outcome = workspace.Build(1, 0, full);
        Assert.DoesNotContain("/v1/entries/", outcome.Output, "an entry whose blobs are not all there");
    }

    [TestMethod]
    public void Build_UsesTheNextDepot_WhenTheFirstIsBroken()
    {
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        var good = workspace.DepotPath;
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        workspace.DepotPath = $"{file}:{good}";
        workspace.Build(compiled: 0, restored: 1);
    }

    private static byte[] Damage(byte[] content, string damage) => damage switch
    {
        "flipped" => [.. content[..(content.Length / 2)], (byte)(content[content.Length / 2] ^ 1), .. content[(content.Length / 2 + 1)..]],
        "truncated" => content[..^1],
        "emptied" => [],
        _ => [.. content, 0],
    };

    private static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
