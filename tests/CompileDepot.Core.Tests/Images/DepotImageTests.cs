using System.Globalization;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Images;
using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Core.Tests.Trust;
using CompileDepot.Core.Trust;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Images;

[TestClass]
public sealed class DepotImageTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Image_GivesEveryBlobBack_WhateverTheyAre()
    {
        // Some that compress, some that do not, none at all.
        var content = Gen.Frequency((2, Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()), (1, Gen.Choose(0, 70_000).Select(n => new byte[n])), (1, Texts.Any.Select(t => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(t, 50))))));
        var number = 0;
        Texts.Check(Gen.Choose(0, 12).SelectMany(n => content.ArrayOf(n)), contents =>
        {
            var depot = new Depot(_sample.Beside($"random-{++number}"));
            var builder = new ImageBuilder();
            foreach (var bytes in contents)
                builder.Add(depot.AddBlob(bytes), depot);
            var path = _sample.Beside($"random-{number}.cdi");
            var summary = builder.Write(path);
            var image = new DepotImage(path);
            var copy = _sample.Beside("copy");
            return summary.Left.Count == 0
                && image.Blobs.Count == contents.Select(c => ContentDigest.Of(c)).Distinct().Count()
                && contents.All(c => ContentDigest.Of(c) is var digest && image.HasBlob(digest, c.Length) && !image.HasBlob(digest, c.Length + 1) && image.ReadBlob(digest)!.AsSpan().SequenceEqual(c)
                    && image.TryCopyBlob(digest, copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(c))
                && image.ReadBlob(ContentDigest.Of([1, 2, (byte)number, 4, 5])) is null;
        });
    }

    [TestMethod]
    public void Image_HoldsWhatTheDepotHas_FileByFile()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var project = _sample.AddProject("Lib", "1");
        var image = new DepotImage(_sample.Pack("all.cdi"));
        CollectionAssert.AreEqual(_sample.Depot.ReadEntry(entry.Key), image.ReadEntry(entry.Key));
        CollectionAssert.AreEqual(EntryFile.Write(entry), EntryFile.Write(image.FindEntry(entry.Key, out var damage)!));
        Assert.IsNull(damage);
        var (found, id) = image.FindProjects(project.Tree).Single();
        Assert.AreEqual(ProjectEntryFile.IdOf(project), id);
        Assert.AreEqual(ProjectEntryFile.IdOf(project), ProjectEntryFile.IdOf(found));
        Assert.IsTrue(image.Renew(project.Tree, id));
        Assert.IsFalse(image.Renew(project.Tree, new string('0', 32)));
        Assert.IsFalse(image.Renew(project.Tree, "x"));
        Assert.IsNull(image.FindEntry(new ActionKey(project.Tree.Value), out _));
        // Key text, assembly, tree text, the project's file.
        Assert.HasCount(4, image.Blobs);
        var result = new DepotVerifier(new DepotStack([_sample.Beside("none"), image.Place])).Verify()[1];
        Assert.IsTrue(result is { Blobs: 4, Entries: 1, Foreign: 0, Problems.Count: 0 } && result.Bytes == new FileInfo(image.Place).Length);
    }

    [TestMethod]
    public void Image_IsTheSameFile_WhereverItsContentsCameFrom()
    {
        Entry[] entries = [_sample.AddCompile("A", "1"), _sample.AddCompile("B", "2"), _sample.AddCompile("C", "3")];
        var first = _sample.Pack("first.cdi");
        // Another depot, filled in another order.
        var depot = new Depot(_sample.Beside("other"));
        var builder = new ImageBuilder();
        foreach (var entry in entries.Reverse())
        {
            foreach (var blob in entry.Files.Select(f => f.Blob).Append(new ContentDigest(entry.KeyText.Value)))
                depot.AddBlob(_sample.Depot.ReadBlob(blob));
            depot.AddEntry(entry, overwrite: false);
        }
        var packer = new ImagePacker(new DepotStack([depot.Place]), builder);
        foreach (var entry in entries)
            Assert.IsNull(packer.Add(entry.Key));
        builder.Write(_sample.Beside("second.cdi"));
        CollectionAssert.AreEqual(File.ReadAllBytes(first), File.ReadAllBytes(_sample.Beside("second.cdi")));

        // Made at another time: nothing differs but that entry's file.
        depot.AddEntry(entries[0] with { Made = entries[0].Made with { Time = SampleDepot.Noon.AddDays(1) } }, overwrite: true);
        builder = new ImageBuilder();
        packer = new ImagePacker(new DepotStack([depot.Place]), builder);
        foreach (var entry in entries)
            Assert.IsNull(packer.Add(entry.Key));
        builder.Write(_sample.Beside("third.cdi"));
        var (left, right) = (new DepotImage(first), new DepotImage(_sample.Beside("third.cdi")));
        CollectionAssert.AreEqual(left.Blobs.ToList(), right.Blobs.ToList());
        CollectionAssert.AreEqual(left.Entries.ToList(), right.Entries.ToList());
        CollectionAssert.AreEqual(new[] { entries[0].Key }, left.Entries.Where(k => !left.ReadEntry(k)!.AsSpan().SequenceEqual(right.ReadEntry(k))).ToList());
    }

    [TestMethod]
    public void Write_LeavesOut_WhatNeedsADamagedBlob()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var other = _sample.AddCompile("Other", "2");
        SampleDepot.Flip(_sample.Depot.Layout.Blob(entry.Files.Single().Blob));
        var builder = new ImageBuilder();
        var packer = new ImagePacker(_sample.Stack, builder);
        Assert.IsNull(packer.Add(entry.Key));
        Assert.IsNull(packer.Add(other.Key));
        Assert.AreEqual("its entry is in no depot any more", packer.Add(new ActionKey(Digest256.Of([1]))));
        var summary = builder.Write(_sample.Beside("some.cdi"));
        StringAssert.Contains(summary.Left.Single(), "{root}/obj/Lib.dll of {root}/src/Lib/Lib.csproj: blob");
        var image = new DepotImage(_sample.Beside("some.cdi"));
        CollectionAssert.AreEqual(new[] { other.Key }, image.Entries.ToList());
    }

    [TestMethod]
    public void FindEntry_SaysOnceWhyNot_WhenAnEntryIsNotTrusted()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var project = _sample.AddProject("Lib", "1");
        var path = _sample.Pack("elsewhere.cdi");
        var stack = new DepotStack([_sample.Beside("own"), path], _ => "nobody signed it");
        Assert.IsEmpty(stack.FindEntries([entry.Key]));
        Assert.IsEmpty(stack.FindEntries([entry.Key]));
        StringAssert.EndsWith(stack.Damage.Single(), $"entry {entry.Key}: nobody signed it");
        Assert.IsEmpty(stack.FindProjects(project.Tree));
        Assert.HasCount(2, new DepotVerifier(stack).Verify()[1].Problems);
        Assert.IsNotNull(new DepotImage(_sample.Pack("again.cdi")).PeekEntry(entry.Key));
    }

    [TestMethod]
    public void Verify_AsksForSignatures_AsOfAFolder()
    {
        var key = SigningKey.Create();
        var entry = _sample.AddCompile("Lib", "1");
        _sample.AddProject("Lib", "1");
        var image = _sample.Pack("unsigned.cdi");
        var stack = new DepotStack([_sample.Beside("none"), image]);
        var problems = new DepotVerifier(stack, trusted: KeyFiles.Trusting(key)).Verify()[1].Problems;
        CollectionAssert.AreEqual(new[] { DepotProblemKind.Untrusted, DepotProblemKind.Untrusted }, problems.Select(p => p.Kind).ToArray());
        Assert.AreEqual(($"{image}: entry {entry.Key}", "the entry is not signed"), (problems[0].Path, problems[0].What));
        Assert.IsEmpty(new DepotVerifier(stack).Verify()[1].Problems);
    }

    [TestMethod]
    public void Verify_NamesTheEntry_WhenItsKeyTextIsNotInTheImage()
    {
        var entry = _sample.AddCompile("Lib", "1");
        File.Delete(_sample.Depot.Layout.Blob(new ContentDigest(entry.KeyText.Value)));
        var problem = new DepotVerifier(new DepotStack([_sample.Beside("none"), _sample.Pack("no-text.cdi")])).Verify()[1].Problems.Single();
        Assert.AreEqual(DepotProblemKind.MissingBlob, problem.Kind);
        StringAssert.StartsWith(problem.What, "the key text of {root}/src/Lib/Lib.csproj");
    }

    /// <summary>A look-up tries the newest few; a copy takes all.</summary>
    [TestMethod]
    public void Unpack_TakesEveryEntry_HoweverManyOneTreeHashHas()
    {
        var text = new TreeText();
        text.Add(PreferenceLines.Kind, "LibB", "backend", "cpu");
        var project = _sample.AddProject("Lib", "1") with { Tree = new TreeHash(_sample.Depot.AddBlob(text.ToBytes()).Value) };
        var builder = new ImageBuilder();
        var packer = new ImagePacker(_sample.Stack, builder);
        for (var i = 0; i < 12; i++)
        {
            var entry = project with { Configuration = $"Debug{i}" };
            Assert.IsNull(packer.Add(new ProjectHit(entry, _sample.Depot.AddProject(entry), _sample.Depot, [])));
        }
        var foreign = DigestedJson.Write(json =>
        {
            json.WriteNumber("format", 99);
            json.WriteString("tree", project.Tree.ToString());
        });
        builder.Add(project.Tree, new string('f', 32), foreign, null);
        builder.Write(_sample.Beside("many.cdi"));

        var into = new Depot(_sample.Beside("into"));
        var summary = new ImageUnpacker(new DepotImage(_sample.Beside("many.cdi")), into).Unpack();
        Assert.IsEmpty(summary.Faults);
        Assert.AreEqual(13, summary.Projects);
        Assert.HasCount(13, Directory.GetFiles(into.Layout.Project(project.Tree)));
        CollectionAssert.AreEqual(foreign, into.ReadProject(project.Tree, new string('f', 32)));
        Assert.HasCount(12, new ImageTraits(new DepotImage(_sample.Beside("many.cdi"))).Preferences);
    }

    /// <summary>What keeps folders in step has names of its own for files that two machines wrote.</summary>
    [TestMethod]
    [DataRow("{0} (1)")]
    [DataRow("{0}.sync-conflict-20260301-120000-ABCDEFG")]
    [DataRow("{0}00")]
    [DataRow("copy")]
    public void FindProjects_PassesOver_WhatHasANameOfSomebodyElses(string form)
    {
        var project = _sample.AddProject("Lib", "1");
        var (id, layout) = (ProjectEntryFile.IdOf(project), _sample.Depot.Layout);
        var hit = _sample.Depot.FindProjects(project.Tree).Select(p => new ProjectHit(p.Entry, p.Id, _sample.Depot, [])).Single();
        var name = string.Format(CultureInfo.InvariantCulture, form, id);
        File.Copy(layout.Project(project.Tree, id), layout.Project(project.Tree, name));
        Assert.AreEqual(id, _sample.Depot.FindProjects(project.Tree).Single().Id);

        // And had it been found: an image has the entry under its own name.
        var builder = new ImageBuilder();
        Assert.IsNull(new ImagePacker(_sample.Stack, builder).Add(hit with { Id = name }));
        builder.Write(_sample.Beside("named.cdi"));
        Assert.AreEqual(id, new DepotImage(_sample.Beside("named.cdi")).FindProjects(project.Tree).Single().Id);
    }

    [TestMethod]
    [DataRow("0123")]
    [DataRow("0123456789abcdef0123456789abcdef00")]
    [DataRow("0123456789abcdef0123456789abcdeg")]
    [DataRow("0123456789abcdef0123456789abcde")]
    public void Write_Throws_WhenANameWouldBreakTheIndex(string id)
    {
        var project = _sample.AddProject("Lib", "1");
        var builder = new ImageBuilder();
        builder.Add(project.Tree, id, [1], null);
        Assert.ThrowsExactly<InvalidOperationException>(() => builder.Write(_sample.Beside("bad.cdi")));
        Assert.IsFalse(File.Exists(_sample.Beside("bad.cdi")));
    }

    [TestMethod]
    public void FindEntry_IsAMissAndAFault_WhenTheImageIsNone()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var newer = File.ReadAllBytes(_sample.Pack("good.cdi"));
        newer[8] = 2;
        File.WriteAllBytes(_sample.Beside("newer.cdi"), newer);
        File.WriteAllText(_sample.Beside("text"), "not an image");
        File.WriteAllText(_sample.Beside("empty.cdi"), "");
        foreach (var (name, fault) in new[] { ("gone.cdi", "no such file"), ("newer.cdi", "of a newer version of CompileDepot"), ("text", "no depot image"), ("empty.cdi", "no depot image") })
        {
            var stack = new DepotStack([_sample.Beside("own"), _sample.Beside(name), _sample.Folder]);
            Assert.AreEqual(_sample.Folder, stack.FindEntries([entry.Key]).Single().Depot.Place, name);
            StringAssert.Contains(stack.Faults.Single(), fault);
            Assert.IsNotNull(stack.FindBlob(entry.Files.Single().Blob, -1, stack.Depots[1]));
            Assert.IsEmpty(stack.FindProjects(new TreeHash(entry.Key.Value)));
            Assert.AreEqual(DepotProblemKind.Unreadable, new DepotVerifier(stack).Verify()[1].Problems.Single().Kind);
            StringAssert.Contains(DepotInventory.Take(new DepotImage(_sample.Beside(name))).Faults.Single(), fault);
        }
    }

    /// <summary>Whoever asks reads blobs between two entries, and may meet a depot that does not work.</summary>
    [TestMethod]
    public void FindEntries_LooksOnInADepot_WhenAnotherHasAFaultMeanwhile()
    {
        Entry[] entries = [_sample.AddCompile("Lib", "1"), _sample.AddCompile("Lib", "2")];
        File.WriteAllText(_sample.Beside("text"), "not an image");
        var stack = new DepotStack([_sample.Folder, _sample.Beside("text")]);
        var found = new List<ActionKey>();
        foreach (var (entry, _) in stack.FindEntries([entries[0].Key, new ActionKey(Digest256.Of([1])), entries[1].Key]))
        {
            found.Add(entry.Key);
            Assert.IsNull(stack.ReadBlob(ContentDigest.Of([1])));
        }
        CollectionAssert.AreEqual(entries.Select(e => e.Key).ToArray(), found);
        Assert.IsGreaterThan(1, stack.Faults.Count);
    }

    [TestMethod]
    public void Open_TakesTheNewFile_WhenTheImageWasReplaced()
    {
        var first = _sample.AddCompile("Lib", "1");
        var path = _sample.Pack("same.cdi");
        var open = new DepotImage(path);
        Assert.IsNotNull(open.PeekEntry(first.Key));
        var second = _sample.AddCompile("Lib", "2");
        _sample.Pack("same.cdi");
        Assert.IsNotNull(new DepotImage(path).PeekEntry(second.Key));
        // Who has it open reads on.
        Assert.IsNotNull(open.ReadBlob(first.Files.Single().Blob));
    }
}
