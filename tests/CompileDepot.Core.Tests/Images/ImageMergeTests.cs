using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Images;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Images;

[TestClass]
public sealed class ImageMergeTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Merge_HoldsAll_WhenImagesAgree()
    {
        var (lib, _) = (_sample.AddCompile("Lib", "1"), _sample.AddProject("Lib", "1"));
        var first = _sample.Pack("first.cdi");
        var app = _sample.AddCompile("App", "2");
        // The same again, made at another time.
        _sample.Depot.AddEntry(lib with { Made = lib.Made with { Time = SampleDepot.Noon.AddHours(1), Root = "/elsewhere" } }, overwrite: true);
        var (report, merged) = Merge(first, _sample.Pack("second.cdi"));
        Assert.IsTrue(report is { Conflicts.Count: 0, Versions.Count: 0, Preferences.Count: 0, Faults.Count: 0 });
        CollectionAssert.AreEquivalent(new[] { lib.Key, app.Key }, merged.Entries.ToList());
        Assert.HasCount(1, merged.Projects);
        Assert.AreEqual(SampleDepot.Noon, merged.PeekEntry(lib.Key)!.Made.Time);
        Assert.IsEmpty(new DepotVerifier(new DepotStack([_sample.Beside("none"), merged.Place])).Verify()[1].Problems);
    }

    [TestMethod]
    public void Merge_KeepsTheFirstAndTells_WhenResultsDiffer()
    {
        var lib = _sample.AddCompile("Lib", "1");
        var first = _sample.Pack("first.cdi");
        var bytes = Encoding.UTF8.GetBytes("another assembly");
        _sample.Depot.AddEntry(lib with { Effects = [new OutputFileEffect(OutputRole.Assembly, "{root}/obj/Lib.dll", _sample.Depot.AddBlob(bytes), bytes.Length, 0)] }, overwrite: true);
        var second = _sample.Pack("second.cdi");
        var (report, merged) = Merge(second, first);
        var conflict = report.Conflicts.Single();
        Assert.AreEqual((lib.Key, second, first, "{root}/obj/Lib.dll"), (conflict.Key, conflict.Kept, conflict.Dropped, conflict.Files.Single()));
        CollectionAssert.AreEqual(bytes, merged.ReadBlob(merged.PeekEntry(lib.Key)!.Files.Single().Blob));
    }

    [TestMethod]
    public void Merge_TellsVersionsAndPreferences_WhenImagesWereMadeWithOthers()
    {
        var first = Image("first", "1.2.0", "\"cpu\"");
        var second = Image("second", "1.3.0", "\"gpu\"");
        var (report, _) = Merge(first, second);
        var version = report.Versions.Single();
        Assert.AreEqual("some.package 1.2.0 1.3.0", $"{version.Subject} {string.Join(' ', version.Members.SelectMany(m => m.Values))}");
        var preference = report.Preferences.Single();
        Assert.AreEqual("LibB.backend {root}/src/Lib/Lib.csproj \"cpu\" \"gpu\"", $"{preference.Subject} {preference.Of!.Value.Project} {string.Join(' ', preference.Members.SelectMany(m => m.Values))}");
        var (same, _) = Merge(first, first);
        Assert.IsTrue(same is { Versions.Count: 0, Preferences.Count: 0 });
    }

    [TestMethod]
    public void Merge_TakesTheBlobOfAnother_WhenOneIsDamaged()
    {
        var lib = _sample.AddCompile("Lib", "1");
        var good = File.ReadAllBytes(_sample.Pack("good.cdi"));
        var bad = (byte[])good.Clone();
        // The first payload.
        bad[64] ^= 1;
        File.WriteAllBytes(_sample.Beside("bad.cdi"), bad);
        var (report, merged) = Merge(_sample.Beside("bad.cdi"), _sample.Beside("good.cdi"));
        Assert.IsEmpty(report.Faults);
        CollectionAssert.AreEqual(good, File.ReadAllBytes(merged.Place));
        Assert.IsNotNull(merged.PeekEntry(lib.Key));
        StringAssert.Contains(Assert.ThrowsExactly<ImageException>(() => Merge(_sample.Beside("gone.cdi"))).Message, "gone.cdi: there is no such file");
    }

    private (MergeReport Report, DepotImage Merged) Merge(params string[] images)
    {
        var builder = new ImageBuilder();
        var report = ImageMerge.Merge([.. images.Select(i => new DepotImage(i))], builder);
        var path = _sample.Beside($"merged-{Guid.NewGuid():N}.cdi");
        Assert.IsEmpty(builder.Write(path).Left);
        return (report, new DepotImage(path));
    }

    private string Image(string name, string version, string backend)
    {
        var depot = new Depot(_sample.Beside(name));
        var text = new KeyText();
        text.Add("task", "Csc");
        text.Add("preference", "LibB", "backend", "string", backend);
        text.Add("reference", $"{{nuget}}/some.package/{version}/lib/net10.0/Some.dll", new string('0', 64));
        var key = new ActionKey(depot.AddBlob(text.ToBytes()).Value);
        depot.AddEntry(new Entry(key, key, null, new Origin("Csc", "{root}/src/Lib/Lib.csproj", "net10.0", "Debug", "/tree", SampleDepot.Noon, default), []), overwrite: true);
        var builder = new ImageBuilder();
        Assert.IsNull(new ImagePacker(new DepotStack([depot.Place]), builder).Add(key));
        builder.Write(_sample.Beside(name + ".cdi"));
        return _sample.Beside(name + ".cdi");
    }
}
