using System.Security.Cryptography;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Effects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Tests.Trust;

[TestClass]
public sealed class SignedFileTests
{
    private static readonly SigningKey Key = SigningKey.Create();
    private static readonly TrustedKeys Trusted = KeyFiles.Trusting(Key);
    private static readonly byte[] Unsigned = EntryFile.Write(new Entry(
        KeyText.KeyOf("a"u8),
        KeyText.KeyOf("a"u8),
        null,
        new Origin("Csc", "{root}/a.csproj", "net10.0", "", "/src", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1)),
        [new MessageEffect(0, "line\nline", null)]));

    private static byte[] Project => EntryFileTests.Sealed("{\"format\":1,\"tree\":KEY,\"project\":\"\",\"framework\":\"\",\"configuration\":\"\",\"root\":\"\",\"commit\":\"\",\"time\":\"2026-01-01\",\"milliseconds\":1,\"actions\":[],\"files\":[],\"effects\":[]}");

    [TestMethod]
    public void Distrust_IsNull_OnlyForWhatATrustedKeySigned()
    {
        var signed = SignedFile.Sign(Unsigned, Key);
        Assert.IsNull(Trusted.Distrust(signed));
        Assert.IsTrue(Key.HasSigned(signed));
        Assert.AreEqual("is not signed", Trusted.Distrust(Unsigned));
        var other = SigningKey.Create();
        Assert.AreEqual($"is signed by the key {other.Fingerprint.Short}, which is not trusted", Trusted.Distrust(SignedFile.Sign(Unsigned, other)));
        Assert.IsFalse(Key.HasSigned(SignedFile.Sign(Unsigned, other)));
        Assert.AreEqual("is not signed", new TrustedKeys([]).Distrust(Unsigned), "an empty list trusts nobody");
        Assert.IsNull(Trusted.Distrust(SignedFile.Sign(Project, Key)));
    }

    [TestMethod]
    public void Reading_TakesSignedFilesAsUnsignedOnes()
    {
        Assert.AreEqual(KeyText.KeyOf("a"u8), EntryFile.Read(SignedFile.Sign(Unsigned, Key)).Key);
        Assert.IsNotNull(ProjectEntryFile.TryRead(SignedFile.Sign(Project, Key)));
        var foreign = EntryFileTests.Sealed("{\"format\":3,\"key\":KEY}");
        Assert.IsTrue(EntryFile.IsForeign(SignedFile.Sign(foreign, Key)));
        Assert.IsNull(Trusted.Distrust(SignedFile.Sign(foreign, Key)), "formats to come can be trusted, too");
    }

    [TestMethod]
    public void EveryFlippedBit_IsDistrusted_AndNoneOfThoseInTheEntryIsRead()
    {
        var signed = SignedFile.Sign(Unsigned, Key);
        for (var i = 0; i < signed.Length; i++)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                var flipped = (byte[])signed.Clone();
                flipped[i] ^= (byte)bit;
                Assert.IsNotNull(Trusted.Distrust(flipped), $"byte {i} bit {bit}");
                if (i < Unsigned.Length)
                    Assert.ThrowsExactly<FormatException>(() => EntryFile.Read(flipped), $"byte {i} bit {bit}");
            }
        }
    }

    [TestMethod]
    public void Reading_Refuses_WhatFollowsAndIsNoSignature()
    {
        var signed = SignedFile.Sign(Unsigned, Key);
        var line = signed[Unsigned.Length..];
        byte[][] wrong =
        [
            [.. Unsigned, (byte)'\n'], [.. signed, (byte)'\n'], [.. signed, .. line], [.. signed, (byte)' '], signed[..^1], signed[..^9], [.. Unsigned, .. line.Reverse()],
            [.. Unsigned, .. Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(line).ToUpperInvariant())],
            [.. Unsigned, .. Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(line).Replace("\":\"", "\": \"", StringComparison.Ordinal))],
            [.. Unsigned, .. Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(line).Replace("==", "= ", StringComparison.Ordinal))],
            [.. Unsigned, .. "\n{}\n"u8],
        ];
        foreach (var file in wrong)
        {
            Assert.ThrowsExactly<FormatException>(() => EntryFile.Read(file), Encoding.Latin1.GetString(file[Unsigned.Length..]));
            Assert.IsFalse(EntryFile.IsForeign(file));
            Assert.AreEqual("is damaged", file is [.., (byte)'\n'] ? Trusted.Distrust(file) : "is damaged");
        }
        for (var length = Unsigned.Length + 1; length < signed.Length; length++)
            Assert.ThrowsExactly<FormatException>(() => EntryFile.Read(signed[..length]));
    }

    [TestMethod]
    public void Signature_FitsNothingElse()
    {
        var line = SignedFile.Sign(Unsigned, Key)[Unsigned.Length..];
        Assert.IsNotNull(Trusted.Distrust([.. Project, .. line]), "another entry");
        // A signature of the bare bytes, as another program that uses the key may give.
        var bare = Convert.ToBase64String(Key.Sign(Unsigned));
        var text = Encoding.ASCII.GetString(line);
        var swapped = text[..^(bare.Length + 3)] + bare + "\"}\n";
        Assert.HasCount(line.Length, swapped);
        StringAssert.Contains(Trusted.Distrust([.. Unsigned, .. Encoding.ASCII.GetBytes(swapped)]), "does not fit");
    }

    [TestMethod]
    public void Signature_IsWhatOtherProgramsCanCheck()
    {
        var signed = SignedFile.Sign(Unsigned, Key);
        using var key = ECDsa.Create();
        key.ImportFromPem(Key.ExportPublic());
        var json = System.Text.Json.JsonDocument.Parse(signed.AsMemory(Unsigned.Length)).RootElement;
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), json.GetProperty("signer").GetString());
        byte[] message = [.. Encoding.ASCII.GetBytes($"CompileDepot signed entry {EntryFile.Format}\n"), .. Unsigned];
        Assert.IsTrue(key.VerifyData(message, json.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [TestMethod]
    public void Sign_Refuses_WhatIsNoEntry() => Assert.ThrowsExactly<ArgumentException>(() => SignedFile.Sign(DigestedJson.Write(j => j.WriteNumber("format", 1)), Key));

    [TestMethod]
    public void Distrust_IsTheSame_WhenManyThreadsAsk()
    {
        var signed = SignedFile.Sign(Unsigned, Key);
        Parallel.For(0, 400, i => Assert.AreEqual(i % 2 == 0, Trusted.Distrust(i % 2 == 0 ? SignedFile.Sign(Unsigned, Key) : [.. signed[..5], .. signed[6..]]) is null));
    }
}
