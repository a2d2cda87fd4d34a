using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Assemblies;
using CompileDepot.Core.Relocation.Pdbs;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class ImageRewriterPropertyTests : IDisposable
{
    private const string FirstCommit = "0123456789abcdef0123456789abcdef01234567";
    private const string SecondCommit = "fedcba9876543210fedcba9876543210fedcba98";

    private readonly TempFolder _folder = new();

    [TestMethod]
    public void TryRewrite_ThereAndBack_IsTheIdentity()
    {
        var place = new CompiledPlace(_folder["roots/System/src"], FirstCommit).WithSources().Csc("/t:exe", "{root}/src/Lines.cs", "{root}/src/Matcher.cs", "{root}/src/Caller.cs", "/analyzer:{generator}", "/embed:{root}/obj/AssemblyInfo.cs", "/embed:{root}/src/Lines.txt", "/refout:{root}/obj/a.ref.dll");
        var (image, pdb) = (place["obj/a.dll"], place["obj/a.pdb"]);
        Texts.Check(Texts.Name.NonEmptyListOf().Select(names => "/" + string.Join('/', names)), root =>
        {
            Assert.IsTrue(ImageRewriter.TryRewrite(image, pdb, new([(place.Root, root)], [(FirstCommit, SecondCommit)]), out var otherImage, out var otherPdb, out var reason), reason);
            Assert.IsTrue(ImageRewriter.TryRewrite(otherImage, otherPdb, new([(root, place.Root)], [(SecondCommit, FirstCommit)]), out var back, out var backPdb, out reason), reason);
            Assert.IsFalse(otherPdb.AsSpan().SequenceEqual(pdb));
            return back.AsSpan().SequenceEqual(image) && backPdb.AsSpan().SequenceEqual(pdb);
        });
    }

    [TestMethod]
    public void TryRewrite_GivesAReason_WhenTheInputIsDamaged()
    {
        var place = new CompiledPlace(_folder["root"], FirstCommit).WithSources().Csc("/t:exe", "/embed:{root}/obj/AssemblyInfo.cs", "/embed:{root}/src/Lines.txt", "{root}/src/Lines.cs", "{root}/src/Caller.cs", "/refout:{root}/obj/a.ref.dll");
        var to = new Rewriting([(place.Root, "/elsewhere")], [(FirstCommit, SecondCommit)]);
        var random = new Random(7);
        foreach (var (image, pdb) in new[] { (place["obj/a.dll"], place["obj/a.pdb"]), (place["obj/a.ref.dll"], null) })
        {
            for (var i = 0; i < 3000; i++)
            {
                AssertRefused(Damage(image, random), pdb, to);
                AssertRefused(image[..random.Next(image.Length)], pdb, to);
                if (pdb is null)
                    continue;
                AssertRefused(image, Damage(pdb, random), to);
                AssertRefused(image, pdb[..random.Next(pdb.Length)], to);
            }
        }
    }

    [TestMethod]
    public void TryRewrite_GivesAReason_WhenDamageIsSignedOff()
    {
        // The ids are made good, so that the damage gets as far as it can.
        var place = new CompiledPlace(_folder["root"], FirstCommit).WithSources().Csc("/t:exe", "/embed:{root}/obj/AssemblyInfo.cs", "/embed:{root}/src/Lines.txt", "{root}/src/Lines.cs", "{root}/src/Caller.cs");
        var (image, pdb) = (place["obj/a.dll"], place["obj/a.pdb"]);
        var map = new PlaceMap(new([], []));
        using var layout = ImageRewriter.Open(image);
        var idOffset = new PdbLayout(pdb).IdOffset;
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var damaged = PdbRewriter.Identified(Damage(pdb, random, idOffset + 20), idOffset, "SHA256");
            var owner = AssemblyRewriter.Rewrite(layout, damaged, map, (_, _) => { });
            Try(owner, damaged.Pdb, new([(place.Root, "/elsewhere")], []));
            Try(layout.Identify(Damage(image, random, 512)), pdb, new([(place.Root, "/elsewhere")], []));
            Try(layout.Identify(Damage(image, random, layout.Headers.MetadataStartOffset)), pdb, new([(place.Root, "/elsewhere")], []));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Damage(byte[] content, Random random, int from = 0)
    {
        var damaged = (byte[])content.Clone();
        // Half of it near the start, where headers are.
        for (var i = random.Next(1, 4); i > 0; i--)
            damaged[random.Next(from, random.Next(2) == 0 ? damaged.Length : Math.Min(damaged.Length, from + 600))] ^= (byte)random.Next(1, 256);
        return damaged;
    }

    private static void AssertRefused(byte[] image, byte[]? pdb, Rewriting rewriting)
    {
        Assert.IsFalse(ImageRewriter.TryRewrite(image, pdb, rewriting, out var newImage, out var newPdb, out var reason));
        Assert.IsNotNull(reason);
        Assert.AreSame(image, newImage);
        Assert.AreSame(pdb, newPdb);
    }

    private static void Try(byte[] image, byte[] pdb, Rewriting rewriting)
    {
        if (!ImageRewriter.TryRewrite(image, pdb, rewriting, out _, out _, out var reason))
            Assert.IsNotNull(reason);
    }
}
