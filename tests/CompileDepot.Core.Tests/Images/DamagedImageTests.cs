using System.Buffers.Binary;
using System.Security.Cryptography;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Images;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Images;

/// <summary>Whatever happens to an image, or whoever made it: the right bytes or none, and nothing but the documented exceptions.</summary>
[TestClass]
public sealed class DamagedImageTests : IDisposable
{
    private const int Header = 64;

    private readonly SampleDepot _sample = new();
    private readonly Entry _entry;
    private readonly ProjectEntry _project;
    private readonly byte[] _good;
    private int _number;

    public DamagedImageTests()
    {
        _entry = _sample.AddCompile("Lib", new string('x', 3000));
        _project = _sample.AddProject("Lib", "1");
        _good = File.ReadAllBytes(_sample.Pack("good.cdi"));
    }

    private int Index => (int)BinaryPrimitives.ReadInt64LittleEndian(_good.AsSpan(16));

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Image_GivesTheRightBytesOrNone_WhenAByteIsFlipped()
    {
        // Each of the header; so many of the rest that every payload and record gets some.
        var found = 0;
        for (var at = 0; at < _good.Length; at += at < Header ? 1 : 13)
        {
            var bytes = (byte[])_good.Clone();
            bytes[at] ^= 1;
            found += AssertRightOrNone(bytes);
        }
        Assert.IsGreaterThan(0, found);
    }

    [TestMethod]
    public void Image_GivesNothing_WhenItIsTruncatedOrLonger()
    {
        for (var length = 0; length < _good.Length; length += 37)
            Assert.AreEqual(0, AssertRightOrNone(_good[..length]), $"{length}");
        Assert.AreEqual(0, AssertRightOrNone([.. _good, 0]));
    }

    /// <summary>An index that somebody made on purpose: its digest is right, and what it says is not.</summary>
    [TestMethod]
    public void Image_GivesTheRightBytesOrNone_WhenTheIndexLies()
    {
        for (var at = Index; at < _good.Length; at++)
        {
            foreach (var value in new byte[] { 0, 0x7f, 0xff, (byte)(_good[at] + 1) })
            {
                var bytes = (byte[])_good.Clone();
                bytes[at] = value;
                AssertRightOrNone(Sign(bytes), verify: value == 0x7f);
            }
        }
    }

    [TestMethod]
    public void Image_IsNotUsed_WhenABlobClaimsToBeVeryLarge()
    {
        // The size of the first blob: more than its stored bytes could ever give, and the last that they may.
        var record = Index + 12;
        var stored = BinaryPrimitives.ReadInt64LittleEndian(_good.AsSpan(record + 32));
        foreach (var (size, isOpen) in new[] { (long.MaxValue, false), ((stored + 1) * 1024, false), (-1L, false), (stored - 1, false), (stored * 1024, true) })
        {
            var bytes = (byte[])_good.Clone();
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(record + 40), size);
            var image = new DepotImage(Write(Sign(bytes)));
            Assert.AreEqual(isOpen, DepotInventory.Take(image).Faults.Count == 0, $"{size}");
            if (isOpen)
                Assert.IsNull(image.ReadBlob(image.Blobs[0].Digest));
        }
    }

    [TestMethod]
    public void ReadBlob_SetsAsideForTheProcess_WhenABlobIsDamaged()
    {
        var image = new DepotImage(Write(_good));
        var (digest, size) = image.Blobs[0];
        var bytes = (byte[])_good.Clone();
        bytes[Header] ^= 1;
        var path = Write(bytes);
        Assert.IsTrue(new DepotImage(path).HasBlob(digest, size));
        Assert.IsNull(new DepotImage(path).ReadBlob(digest));
        Assert.IsFalse(new DepotImage(path).HasBlob(digest, size));
        Assert.IsTrue(image.HasBlob(digest, size));
        // And the next in the stack is asked.
        var stack = new DepotStack([_sample.Beside("own"), path, _sample.Folder]);
        Assert.AreEqual(_sample.Folder, stack.FindBlob(digest, size, stack.Depots[1])!.Place);
    }

    /// <summary>The entry is the one that can't be used; not the image, and not the process that looks.</summary>
    [TestMethod]
    public void Verify_NamesTheEntry_WhenItClaimsToBeTooLargeToBeRead()
    {
        var content = new byte[Array.MaxLength / 1024 + 1024];
        Random.Shared.NextBytes(content);
        var builder = new ImageBuilder();
        builder.Add(_entry.Key, content, null);
        builder.Write(_sample.Beside("large.cdi"));
        var bytes = File.ReadAllBytes(_sample.Beside("large.cdi"));
        var index = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index + 12 + 40), Array.MaxLength + 1L);
        var path = Write(Sign(bytes, index));
        var problem = new DepotVerifier(new DepotStack([_sample.Beside("none"), path])).Verify()[1].Problems.Single();
        Assert.AreEqual((DepotProblemKind.Unreadable, $"{path}: entry {_entry.Key}"), (problem.Kind, problem.Path));
    }

    private byte[] Sign(byte[] bytes) => Sign(bytes, Index);

    private static byte[] Sign(byte[] bytes, int index)
    {
        SHA256.HashData(bytes.AsSpan(index), bytes.AsSpan(32));
        return bytes;
    }

    private string Write(byte[] bytes)
    {
        var path = _sample.Beside($"damaged-{++_number}.cdi");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <returns>How many of the things that were in the good image are in this one.</returns>
    private int AssertRightOrNone(byte[] bytes, bool verify = true)
    {
        var image = new DepotImage(Write(bytes));
        var found = 0;
        try
        {
            if (image.FindEntry(_entry.Key, out _) is { } entry)
            {
                CollectionAssert.AreEqual(EntryFile.Write(_entry), EntryFile.Write(entry));
                found++;
            }
        }
        catch (IOException)
        {
        }
        foreach (var (project, _) in image.FindProjects(_project.Tree))
        {
            Assert.AreEqual(ProjectEntryFile.IdOf(_project), ProjectEntryFile.IdOf(project));
            found++;
        }
        foreach (var digest in _entry.Files.Select(f => f.Blob).Concat(_project.Files.Select(f => f.Blob)))
        {
            image.HasBlob(digest, -1);
            try
            {
                if (image.ReadBlob(digest) is { } content)
                {
                    CollectionAssert.AreEqual(_sample.Depot.PeekBlob(digest), content);
                    found++;
                }
                image.TryCopyBlob(digest, _sample.Beside("copied"));
            }
            catch (IOException)
            {
            }
        }
        if (verify)
            new DepotVerifier(new DepotStack([_sample.Beside("none"), image.Place])).Verify();
        File.Delete(image.Place);
        return found;
    }
}
