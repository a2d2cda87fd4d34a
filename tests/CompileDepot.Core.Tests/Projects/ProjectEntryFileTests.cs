using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Effects;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ProjectEntryFileTests
{
    private static readonly ProjectEntry Sample = new(
        TreeText.HashOf("t"u8),
        "{root}/A \"x\".csproj",
        "net10.0",
        "",
        "/src/a",
        "c0ffee",
        "obj/x: it holds a path",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-7)).AddTicks(1),
        TimeSpan.FromMilliseconds(1234),
        [new ProjectAction("Csc de/A.resources.dll", KeyText.KeyOf("a"u8), KeyText.KeyOf("b"u8), [("{root}/obj/A.AssemblyInfo.cs", ContentDigest.Of("z"u8))])],
        [
            .. Enum.GetValues<ProjectFileKind>().Select(k => new ProjectFile(k, $"{{root}}/obj/{k}", 420, ContentDigest.Of("x"u8), 1) is var f && k == ProjectFileKind.Copy
                ? f with { From = "{root}/obj/Content", Expected = ContentDigest.Of("y"u8) }
                : f),
        ],
        [new MessageEffect(0, "said", null)]);

    [TestMethod]
    public void TryRead_GivesWhatWasWritten()
    {
        foreach (var entry in new[] { Sample, Sample with { BoundBy = null }, Sample with { WarnsBefore = true, Interface = TreeText.HashOf("i"u8) } })
        {
            var read = ProjectEntryFile.TryRead(ProjectEntryFile.Write(entry))!;
            Assert.AreEqual(entry with { Actions = [], Files = [], Effects = [] }, read with { Actions = [], Files = [], Effects = [] });
            CollectionAssert.AreEqual(entry.Actions.Select(a => (a.Step, a.KeyText, a.Key)).ToArray(), read.Actions.Select(a => (a.Step, a.KeyText, a.Key)).ToArray());
            CollectionAssert.AreEqual(entry.Actions.SelectMany(a => a.Exact).ToArray(), read.Actions.SelectMany(a => a.Exact).ToArray());
            CollectionAssert.AreEqual(entry.Files.ToArray(), read.Files.ToArray());
            CollectionAssert.AreEqual(entry.Effects.ToArray(), read.Effects.ToArray());
        }
    }

    [TestMethod]
    public void Values_AreAsPersisted_ForKinds() =>
        CollectionAssert.AreEqual(new[] { "Content=1", "Text=2", "Hash=3", "Copy=4" }, Enum.GetValues<ProjectFileKind>().Select(k => $"{k}={(int)k}").ToArray());

    [TestMethod]
    public void TryRead_Refuses_WhenAnyByteIsFlippedMissingOrMore()
    {
        var bytes = ProjectEntryFile.Write(Sample with { Files = Sample.Files.Take(1).ToList() });
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                var flipped = (byte[])bytes.Clone();
                flipped[i] ^= (byte)bit;
                Assert.IsNull(ProjectEntryFile.TryRead(flipped));
            }
            Assert.IsNull(ProjectEntryFile.TryRead(bytes[..i]));
        }
        Assert.IsNull(ProjectEntryFile.TryRead([.. bytes, (byte)' ']));
    }

    [TestMethod]
    [DataRow("{\"format\":2}")]
    [DataRow("{\"format\":1}")]
    [DataRow("{\"format\":1,\"tree\":\"xy\"REST,\"files\":[]}")]
    [DataRow("{\"format\":1,\"tree\":KEYREST,\"files\":{}}")]
    [DataRow("{\"format\":1,\"tree\":KEYREST,\"files\":[{}]}")]
    [DataRow("{\"format\":1,\"tree\":KEYREST,\"files\":[{\"kind\":\"Nothing\",\"path\":\"x\",\"mode\":0,\"blob\":KEY,\"size\":1}]}")]
    [DataRow("{\"format\":1,\"tree\":KEYREST,\"files\":[{\"kind\":\"99\",\"path\":\"x\",\"mode\":0,\"blob\":KEY,\"size\":1}]}")]
    [DataRow("{\"format\":1,\"tree\":KEYREST,\"files\":[{\"kind\":\"Content\",\"path\":\"x\",\"mode\":99999,\"blob\":KEY,\"size\":1}]}")]
    [DataRow("{\"format\":1,\"tree\":KEYREST,\"files\":[{\"kind\":\"Copy\",\"path\":\"x\",\"mode\":0,\"blob\":KEY,\"size\":1}]}")]
    [DataRow("[]")]
    public void TryRead_Refuses_WhenTheDigestIsRightAndNothingElse(string json) => Assert.IsNull(ProjectEntryFile.TryRead(EntryFileTests.Sealed(json.Replace(
        "REST",
        ",\"project\":\"\",\"framework\":\"\",\"configuration\":\"\",\"root\":\"\",\"commit\":\"\",\"time\":\"2026-01-01\",\"milliseconds\":1,\"actions\":[],\"effects\":[]",
        StringComparison.Ordinal))));

    [TestMethod]
    public void TryRead_Accepts_WhatTheseRefusalsDifferFrom() => Assert.IsNotNull(ProjectEntryFile.TryRead(EntryFileTests.Sealed(
        "{\"format\":1,\"tree\":KEY,\"project\":\"\",\"framework\":\"\",\"configuration\":\"\",\"root\":\"\",\"commit\":\"\",\"time\":\"2026-01-01\",\"milliseconds\":1,\"actions\":[],\"effects\":[],"
        + "\"files\":[{\"kind\":\"Content\",\"path\":\"x\",\"mode\":0,\"blob\":KEY,\"size\":1}]}")));
}
