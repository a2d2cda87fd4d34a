using System.IO.Compression;
using System.Text;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Remotes;

/// <summary>A remote that somebody tampered with: what is not as it should be is refused, counted and named, and nothing of it reaches the depot of this machine.</summary>
[TestClass]
public sealed class PoisonTests
{
    private static readonly RemoteLimits Limits = new();

    [TestMethod]
    [DataRow(RemoteRefusal.Malformed, "garbage")]
    [DataRow(RemoteRefusal.Malformed, "unlisted blob")]
    [DataRow(RemoteRefusal.ChangedEntry, "flipped bit")]
    [DataRow(RemoteRefusal.OtherKey, "other key")]
    [DataRow(RemoteRefusal.ChangedBlob, "changed blob")]
    [DataRow(RemoteRefusal.SwappedBlob, "swapped blob")]
    [DataRow(RemoteRefusal.UnsafePath, "{root}/../../etc/passwd")]
    [DataRow(RemoteRefusal.UnsafePath, "/etc/passwd")]
    [DataRow(RemoteRefusal.UnsafePath, "{root}/a\\..\\..\\b")]
    [DataRow(RemoteRefusal.UnsafePath, "{root}/./a")]
    [DataRow(RemoteRefusal.UnsafePath, "{root}//etc/passwd")]
    [DataRow(RemoteRefusal.UnsafePath, "{root}/C:/windows")]
    [DataRow(RemoteRefusal.UnsafePath, "{nuget}/a.dll")]
    [DataRow(RemoteRefusal.UnsafePath, "{root}")]
    [DataRow(RemoteRefusal.UnsafePath, "C:\\windows\\a.dll")]
    [DataRow(RemoteRefusal.ChangedEntry, "negative size")]
    [DataRow(RemoteRefusal.Oversized, "huge size")]
    [DataRow(RemoteRefusal.Oversized, "size in the envelope")]
    [DataRow(RemoteRefusal.Oversized, "more bytes")]
    [DataRow(RemoteRefusal.Oversized, "huge envelope")]
    [DataRow(RemoteRefusal.Bomb, "bomb")]
    [DataRow(RemoteRefusal.Bomb, "ratio")]
    [DataRow(RemoteRefusal.Untrusted, "untrusted")]
    public void Poison_IsRefused_CountedAndNamed(RemoteRefusal kind, string what)
    {
        using var server = new DepotServer();
        using var writer = new RemoteBench(server.Address + " write");
        writer.Build("other facts");
        writer.Build("facts");
        writer.End();
        var name = "/depot/" + RemoteNames.Of(writer.Cache.Action.Key);
        var good = server.Content.ToDictionary();
        Tamper(server, name, what);

        using (var reader = new RemoteBench(server.Address, distrust: _ => what == "untrusted" ? "it is signed by nobody" : null))
        {
            Assert.IsFalse(reader.Build("facts"), what);
            reader.Remotes.Dispose();
            Assert.AreEqual(1, reader.Remotes.Report.Refused.GetValueOrDefault(kind), $"{what}: {reader.Remotes.Report.Line}");
            Assert.ContainsSingle(reader.Remotes.Report.Refused);
            var note = reader.Remotes.TakeNotes().Single();
            Assert.StartsWith("CD0096", note);
            Assert.Contains(kind.ToString(), note);
            Assert.Contains(kind.ToString(), reader.Remotes.Report.Line);
            Assert.AreEqual(0, reader.Remotes.Report.Hits);
            // The compile of now, and nothing that came.
            var entry = EntryFile.Read(reader.Depot.ReadEntry(reader.Cache.Action.Key)!);
            Assert.AreEqual(reader.Cache.Root, entry.Made.Root);
        }
        if (kind == RemoteRefusal.Untrusted)
            return;
        // Who may write repairs it.
        using (var repairer = new RemoteBench(server.Address + " write"))
        {
            Assert.IsFalse(repairer.Build("facts"));
            repairer.End();
            Assert.AreEqual(1, repairer.Remotes.Report.Stored, repairer.Remotes.Report.Line + string.Join('\n', repairer.Notes));
        }
        using var last = new RemoteBench(server.Address);
        Assert.IsTrue(last.Build("facts"));
        Assert.IsTrue(last.Build("other facts"));
        CollectionAssert.IsSubsetOf(good.Keys.ToList(), server.Content.Keys.ToList());
    }

    [TestMethod]
    [DataRow("{root}/bin/a.json", "{root}/../x")]
    [DataRow("{root}/bin/a.json", "/etc/shadow")]
    [DataRow("{root}/bin/../../a.json", "{root}/obj/a.dll")]
    [DataRow("/etc/a.json", "{root}/obj/a.dll")]
    public void PoisonedProject_IsRefused(string path, string from)
    {
        using var server = new DepotServer();
        var tree = new TreeHash(Digest256.Of("tree"u8));
        var (blob, coded) = CodedBlob.Encode("tree"u8.ToArray(), new ContentDigest(tree.Value));
        var entry = new ProjectEntry(
            tree, "{root}/a.csproj", "net10.0", "Debug", "/r", "", null, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1), [],
            [new ProjectFile(ProjectFileKind.Content, path, 0, blob.Blob, 4), new ProjectFile(ProjectFileKind.Copy, "{root}/bin/a.dll", 0, blob.Blob, 4, from)], []);
        server.Content["/depot/" + RemoteNames.Of(tree, 0)] = new RemoteEnvelope(ProjectEntryFile.Write(entry), [blob]).Write();
        server.Content["/depot/" + RemoteNames.Of(blob.Coded)] = coded;
        using var reader = new RemoteBench(server.Address);

        Assert.IsEmpty(reader.Remotes.FetchProjects(reader.Depot, tree));

        Assert.AreEqual(1, reader.Remotes.Report.Refused[RemoteRefusal.UnsafePath]);
        Assert.IsFalse(Directory.Exists(reader.Depot.Layout.Projects));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void OtherVersion_IsAMiss_AndNeverWrittenOver(bool envelope)
    {
        using var server = new DepotServer();
        using var bench = new RemoteBench(server.Address + " write");
        var name = "/depot/" + RemoteNames.Of(bench.Cache.Action.Key);
        var foreign = envelope
            ? Encoding.ASCII.GetBytes("compiledepot-remote 9 what comes\n")
            : new RemoteEnvelope(DigestedJson.Write(json => json.WriteNumber("format", 99)), []).Write();
        server.Content[name] = foreign;

        Assert.IsFalse(bench.Build("facts"));
        bench.End();

        Assert.IsEmpty(bench.Remotes.Report.Refused);
        CollectionAssert.AreEqual(foreign, server.Content[name]);
    }

    private static void Tamper(DepotServer server, string name, string what)
    {
        var envelope = RemoteEnvelope.Read(server.Content[name], Limits);
        var entry = EntryFile.Read(envelope.Entry);
        var assembly = entry.Files.First(f => f.Role == OutputRole.Assembly);
        var coded = envelope.Blobs.Single(b => b.Blob == assembly.Blob);
        var cas = "/depot/" + RemoteNames.Of(coded.Coded);
        Entry With(Func<OutputFileEffect, OutputFileEffect> change) => entry with { Effects = [.. entry.Effects.Select(e => e == assembly ? change(assembly) : e)] };
        byte[] Enveloped(Entry changed) => (envelope with { Entry = EntryFile.Write(changed) }).Write();
        byte[] Kept(CodedBlob blob) => (envelope with { Blobs = [.. envelope.Blobs.Where(b => b != coded), blob] }).Write();
        switch (what)
        {
            case "garbage":
                server.Content[name] = "<html>please log in</html>"u8.ToArray();
                break;
            case "unlisted blob":
                server.Content[name] = (envelope with { Blobs = [] }).Write();
                break;
            case "flipped bit":
                var flipped = (byte[])envelope.Entry.Clone();
                flipped[flipped.Length / 2] ^= 1;
                server.Content[name] = (envelope with { Entry = flipped }).Write();
                break;
            case "other key":
                server.Content[name] = server.Content[server.Names("ac").First(n => n != name)];
                break;
            case "changed blob":
                server.Content[cas] = [.. server.Content[cas].Reverse()];
                break;
            case "swapped blob":
                // As long as the blob itself, and kept as it should be.
                var (other, bytes) = CodedBlob.Encode(Encoding.ASCII.GetBytes(new string('x', (int)assembly.Size)), ContentDigest.Of(Encoding.ASCII.GetBytes(new string('x', (int)assembly.Size))));
                server.Content["/depot/" + RemoteNames.Of(other.Coded)] = bytes;
                server.Content[name] = Kept(other with { Blob = assembly.Blob });
                break;
            case "negative size":
                server.Content[name] = Enveloped(With(f => f with { Size = -1 }));
                break;
            case "huge size":
                server.Content[name] = Enveloped(With(f => f with { Size = long.MaxValue }));
                break;
            case "size in the envelope":
                server.Content[name] = Kept(coded with { Size = coded.Size + 1 });
                break;
            case "more bytes":
                server.Content[cas] = [.. server.Content[cas], 1, 2, 3];
                break;
            case "huge envelope":
                server.Content[name] = Encoding.ASCII.GetBytes($"compiledepot-remote 1 {1L << 40}\nx");
                break;
            case "bomb":
                var bomb = Brotli(new byte[1 << 20]);
                server.Content["/depot/" + RemoteNames.Of(ContentDigest.Of(bomb))] = bomb;
                server.Content[name] = Kept(coded with { Coding = BlobCoding.Brotli, Coded = ContentDigest.Of(bomb), CodedSize = bomb.Length });
                break;
            case "ratio":
                server.Content[name] = Kept(coded with { Coding = BlobCoding.Brotli, Size = 1 << 29, CodedSize = 10 });
                break;
            case "untrusted":
                break;
            default:
                server.Content[name] = Enveloped(With(f => f with { Path = what }));
                break;
        }
    }

    private static byte[] Brotli(byte[] content)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        Assert.IsTrue(BrotliEncoder.TryCompress(content, buffer, out var written, 9, 22));
        return buffer[..written];
    }
}
