using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Tests.Effects;

[TestClass]
public sealed class EntryFileTests
{
    // At least one effect a kind, and a file a role: the next test sees to it.
    private static readonly Effect[] Effects =
    [
        new WarningEffect("sub", "CS0168", "{root}/A.cs", 1, 2, 3, 4, "it's \"used\" <here> {{x}} \u2028 \ud83d\ude00 é\0", "keyword", "https://x/?a=b&c", "Csc"),
        new WarningEffect(null, null, null, 0, 0, 0, 0, null, null, null, null),
        new WarningEffect("", "", "", -1, int.MaxValue, int.MinValue, 0, "", "", "", ""),
        new MessageEffect(0, "text", "Csc"),
        new MessageEffect(2, null, null),
        new OutputItemEffect("Shouted", 0, "{root}/obj/a b;c.txt", [("From", "{root}/{{x}}"), ("Odd", "100% \u2028\0"), ("empty", "")]),
        new OutputItemEffect("", int.MaxValue, "", []),
        new OutputPropertyEffect("Count", "-1"),
        new OutputPropertyEffect("", ""),
        .. Enum.GetValues<OutputRole>().Select(r => new OutputFileEffect(r, "{root}/obj/a b.dll", ContentDigest.Of([(byte)r]), long.MaxValue, 0x1ff)),
        new OutputFileEffect(OutputRole.Assembly, "", ContentDigest.Of([]), 0, 0),
    ];

    [TestMethod]
    public void Read_GivesTheEntry_WhenItWasWritten()
    {
        foreach (var bound in new[] { null, "", "a.pdb: document /src/a.cs" })
        {
            var entry = Sample() with { BoundBy = bound };
            var read = EntryFile.Read(EntryFile.Write(entry));
            CollectionAssert.AreEqual(entry.Effects.ToArray(), read.Effects.ToArray());
            Assert.AreEqual(entry with { Effects = [] }, read with { Effects = [] } with { Effects = [] }, "beside the effects");
        }
    }

    [TestMethod]
    public void Read_GivesTheImprint_WhenItWasWritten()
    {
        var imprint = new Imprint(
            [("root", "/src/a b"), ("nuget", "/home/x/.nuget")],
            new string('a', 40),
            [new ImprintText("{root}/obj/A.AssemblyInfo.cs", "/_/obj/A.AssemblyInfo.cs")],
            [new ImprintReference("{root}/obj/ref/B.dll", ContentDigest.Of("b"u8), new ReferenceIdentity(Guid.NewGuid(), uint.MaxValue, 0x2000))]);
        foreach (var binding in Enum.GetValues<Binding>())
        {
            foreach (var commit in new[] { null, imprint.Commit })
            {
                var entry = Sample() with
                {
                    BoundTo = binding,
                    Imprint = imprint with { Commit = commit },
                    Effects = [new OutputFileEffect(OutputRole.Assembly, "{root}/obj/A.dll", ContentDigest.Of([]), 0, 0) { IsLocal = true }],
                };
                var read = EntryFile.Read(EntryFile.Write(entry));
                Assert.AreEqual(binding, read.BoundTo);
                Assert.AreEqual(commit, read.Imprint!.Commit);
                CollectionAssert.AreEqual(imprint.Roots.ToArray(), read.Imprint.Roots.ToArray());
                CollectionAssert.AreEqual(imprint.Texts.ToArray(), read.Imprint.Texts.ToArray());
                CollectionAssert.AreEqual(imprint.References.ToArray(), read.Imprint.References.ToArray());
                CollectionAssert.AreEqual(entry.Effects.ToArray(), read.Effects.ToArray());
            }
        }
    }

    [TestMethod]
    public void Effects_AreTriedInEveryKindAndRole_WhenOneIsAdded()
    {
        var text = Encoding.UTF8.GetString(EntryFile.Write(Sample()));
        foreach (var kind in Enum.GetNames<EffectKind>())
            Assert.Contains($"\"kind\":\"{kind}\"", text);
        foreach (var role in Enum.GetNames<OutputRole>())
            Assert.Contains($"\"role\":\"{role}\"", text);
        var types = typeof(Effect).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Effect)));
        CollectionAssert.AreEquivalent(types.ToArray(), Effects.Select(e => e.GetType()).Distinct().ToArray());
    }

    [TestMethod]
    public void Values_AreAsPersisted_ForKindsAndRoles()
    {
        CollectionAssert.AreEqual(new[] { "None=0", "Roots=1", "Commit=2", "Exact=3" }, Enum.GetValues<Binding>().Select(k => $"{k}={(int)k}").ToArray());
        CollectionAssert.AreEqual(new[] { "File=1", "Warning=2", "Message=3", "Item=4", "Property=5" }, Enum.GetValues<EffectKind>().Select(k => $"{k}={(int)k}").ToArray());
        CollectionAssert.AreEqual(
            new[] { "Assembly=1", "ReferenceAssembly=2", "Pdb=3", "Documentation=4", "ErrorLog=5", "GeneratedSource=6", "Signature=7", "StepFile=8", "StepFolder=9", "PackageRestore=64" },
            Enum.GetValues<OutputRole>().Select(r => $"{r}={(int)r}").ToArray());
    }

    [TestMethod]
    public void Read_Refuses_WhenAnyByteIsFlippedMissingOrMore()
    {
        var bytes = EntryFile.Write(Sample() with { Effects = Effects[..8] });
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                var flipped = (byte[])bytes.Clone();
                flipped[i] ^= (byte)bit;
                AssertRefused(flipped);
            }
            AssertRefused(bytes[..i]);
            AssertRefused([.. bytes[..i], .. bytes[(i + 1)..]]);
        }
        AssertRefused([.. bytes, 0]);
        AssertRefused([.. bytes, (byte)' ']);
    }

    [TestMethod]
    [DataRow("{\"format\":2}")]
    [DataRow("{\"format\":\"2\"}")]
    [DataRow("{\"format\":1e400}")]
    [DataRow("{\"format\":2,\"key\":KEY}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":{}}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[1]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Nothing\"}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"99\"}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":1}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"File\"}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"File\",\"role\":\"Pdb\",\"path\":\"x\",\"blob\":KEY,\"size\":1e99}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Message\",\"text\":\"\\ud800\"}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Warning\",\"line\":99999999999}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Item\",\"parameter\":\"P\",\"spec\":\"x\"}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Item\",\"parameter\":\"P\",\"spec\":\"x\",\"metadata\":{\"a\":null}}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Item\",\"parameter\":\"P\",\"spec\":\"x\",\"metadata\":[]}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{\"kind\":\"Property\",\"parameter\":\"P\"}]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"boundTo\":\"Moon\",\"made\":MADE,\"effects\":[]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"imprint\":{},\"made\":MADE,\"effects\":[]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"imprint\":{\"roots\":{\"root\":null},\"texts\":[],\"references\":[]},\"made\":MADE,\"effects\":[]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"imprint\":{\"roots\":{},\"texts\":[],\"references\":[{\"path\":\"x\",\"digest\":KEY,\"mvid\":\"x\",\"stamp\":1,\"size\":1}]},\"made\":MADE,\"effects\":[]}")]
    [DataRow("{\"format\":2,\"key\":\"xy\",\"keyText\":KEY,\"made\":MADE,\"effects\":[]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":{},\"effects\":[]}")]
    [DataRow("{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":{\"task\":\"\",\"project\":\"\",\"framework\":\"\",\"configuration\":\"\",\"root\":\"\",\"time\":\"2026-01-01\",\"milliseconds\":9223372036854775807},\"effects\":[]}")]
    [DataRow("[]")]
    [DataRow("{")]
    public void Read_Refuses_WhenTheDigestIsRightAndNothingElse(string json) => AssertRefused(Sealed(json));

    [TestMethod]
    public void IsForeign_IsTrue_OnlyForWholeFilesOfAnotherFormat()
    {
        Assert.IsTrue(EntryFile.IsForeign(Sealed("{\"format\":3,\"x\":1}")));
        Assert.IsTrue(EntryFile.IsForeign(Sealed("{\"format\":1}")));
        Assert.IsFalse(EntryFile.IsForeign(Sealed("{\"format\":2}")));
        Assert.IsFalse(EntryFile.IsForeign(Sealed("{\"format\":3}")[..^1]));
        Assert.IsFalse(EntryFile.IsForeign(Encoding.UTF8.GetBytes("{\"format\":2}")));
        Assert.IsFalse(EntryFile.IsForeign([]));
        Assert.IsFalse(EntryFile.IsForeign(Sealed("{\"format\":null}")));
    }

    [TestMethod]
    public void Write_DoesNotThrow_WhenATextHoldsHalfASurrogatePair() =>
        Assert.IsNotNull(EntryFile.Read(EntryFile.Write(Sample() with { Effects = [new MessageEffect(0, "a\ud800b", null)], BoundBy = "\udc00" })));

    /// <summary>Gives JSON the opening and digest of an entry.</summary>
    internal static byte[] Sealed(string json)
    {
        var key = '"' + new string('a', 64) + '"';
        const string Made = "{\"task\":\"\",\"project\":\"\",\"framework\":\"\",\"configuration\":\"\",\"root\":\"\",\"time\":\"2026-01-01\",\"milliseconds\":1}";
        var body = json.Replace("KEY", key, StringComparison.Ordinal).Replace("MADE", Made, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes("{\"digest\":\"" + new string('0', 64) + "\"" + (body.StartsWith('{') ? "," + body[1..] : body));
        Encoding.ASCII.GetBytes(Digest256.Of(bytes).ToString(), bytes.AsSpan(11));
        return bytes;
    }

    private static Entry Sample() => new(
        KeyText.KeyOf("a"u8),
        KeyText.KeyOf("b"u8),
        null,
        new Origin("Csc", "{root}/A \"x\".csproj", "net10.0", "", "/src/a", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-7)).AddTicks(1), TimeSpan.FromMilliseconds(1234)),
        Effects);

    private static void AssertRefused(byte[] bytes) => Assert.ThrowsExactly<FormatException>(() => EntryFile.Read(bytes));
}
