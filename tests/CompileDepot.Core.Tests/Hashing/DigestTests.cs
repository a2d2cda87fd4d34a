using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Hashing;

[TestClass]
public sealed class DigestTests
{
    [TestMethod]
    public void TryParse_GivesTheDigest_WhenItWasWritten() =>
        Texts.Check(Texts.Any, text => Digest256.Of(System.Text.Encoding.UTF8.GetBytes(text)) is var digest && Digest256.TryParse(digest.ToString(), out var read) && read == digest);

    [TestMethod]
    public void ToString_IsSha256_WhenContentIsKnown() =>
        Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentDigest.Of("abc"u8).ToString());

    [TestMethod]
    [DataRow("")]
    [DataRow("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [DataRow("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add")]
    [DataRow("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag")]
    [DataRow(" a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void TryParse_IsFalse_WhenItIsNoDigest(string text) => Assert.IsFalse(ContentDigest.TryParse(text, out _));

    [TestMethod]
    public void CopyTo_GivesTheBytes_WhenTheyWereTaken() => Texts.Check(Gen.Choose(0, 255).ArrayOf(32), bytes =>
    {
        var copy = new byte[32];
        Digest256.FromHash([.. bytes.Select(b => (byte)b)]).CopyTo(copy);
        return copy.Select(b => (int)b).SequenceEqual(bytes);
    });
}
