using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Remotes;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Remotes;

[TestClass]
public sealed class RemoteEnvelopeTests
{
    private static readonly RemoteLimits Limits = new();

    [TestMethod]
    public void Decode_GivesWhatWasEncoded_WhateverTheBytes() => Prop.ForAll<byte[], byte>((some, times) =>
    {
        var content = Enumerable.Repeat(some, times).SelectMany(b => b).ToArray();
        var (coded, bytes) = CodedBlob.Encode(content, ContentDigest.Of(content));
        return coded.CodedSize == bytes.Length && coded.CodedSize <= content.Length && coded.Decode(bytes).AsSpan().SequenceEqual(content);
    }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Read_GivesWhatWasWritten_WhateverTheEntry() => Prop.ForAll<byte[]>(some =>
    {
        var (blob, _) = CodedBlob.Encode(some, ContentDigest.Of(some));
        var read = RemoteEnvelope.Read(new RemoteEnvelope([.. some, (byte)'\n', .. some], [blob]).Write(), Limits);
        return read.Blobs.Single() == blob && read.Entry.AsSpan().SequenceEqual([.. some, (byte)'\n', .. some]);
    }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Read_RefusesOrGivesAnEnvelope_WhateverByteIsChanged()
    {
        var (blob, _) = CodedBlob.Encode("some bytes"u8.ToArray(), ContentDigest.Of("some bytes"u8));
        var good = new RemoteEnvelope(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("an entry ", 50))), [blob]).Write();
        for (var at = 0; at < good.Length; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x55;
            try
            {
                _ = RemoteEnvelope.Read(bad, Limits);
            }
            catch (RefusedException)
            {
                // The one exception that there may be.
            }
        }
    }

    [TestMethod]
    public void Encode_KeepsRaw_WhatWouldLookLikeABomb()
    {
        var zeros = new byte[1 << 20];

        var (coded, bytes) = CodedBlob.Encode(zeros, ContentDigest.Of(zeros));

        Assert.AreEqual(BlobCoding.Raw, coded.Coding);
        Assert.HasCount(zeros.Length, bytes);
    }

    [TestMethod]
    public void IsForeign_IsTrue_ForAnotherVersionAlone()
    {
        Assert.IsTrue(RemoteEnvelope.IsForeign("compiledepot-remote 2 what comes\n"u8));
        Assert.IsFalse(RemoteEnvelope.IsForeign(new RemoteEnvelope([1], []).Write()));
        Assert.IsFalse(RemoteEnvelope.IsForeign("<html>not here</html>\n"u8));
    }
}
