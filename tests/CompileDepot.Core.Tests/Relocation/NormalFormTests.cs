using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class NormalFormTests : IDisposable
{
    private const string FirstCommit = "0123456789abcdef0123456789abcdef01234567";
    private const string SecondCommit = "fedcba9876543210fedcba9876543210fedcba98";

    private readonly TempFolder _folder = new();

    [TestMethod]
    [DataRow("/t:library /refout:{root}/obj/a.ref.dll")]
    [DataRow("/t:exe /platform:x64")]
    [DataRow("/t:library /keyfile:{root}/src/key.snk")]
    [DataRow("/t:library /refout:{root}/obj/a.ref.dll {root}/src/Matcher.cs /analyzer:{generator}")]
    public void Of_IsEqual_ForOneCompileAtTwoPlaces(string options)
    {
        var here = At("a", FirstCommit).Csc(options.Split(' '));
        var there = At("quite/another/place", SecondCommit).Csc(options.Split(' '));
        foreach (var name in new[] { "obj/a.dll", "obj/a.ref.dll" })
        {
            if (here.TryRead(name) is not { } image)
                continue;
            Assert.AreEqual(Of(there, name), Of(here, name));
            Assert.AreNotEqual(ContentDigest.Of(image), Of(here, name));
        }
    }

    [TestMethod]
    public void Of_Differs_WhenCodeDiffers()
    {
        var here = At("a", FirstCommit).Csc("/t:library");
        var there = At("b", FirstCommit);
        there.Write("src/Program.cs", System.Text.Encoding.UTF8.GetString(there["src/Program.cs"]).Replace("constant", "CONSTANT", StringComparison.Ordinal));
        Assert.AreNotEqual(Of(here, "obj/a.dll"), Of(there.Csc("/t:library"), "obj/a.dll"));
    }

    [TestMethod]
    [DataRow("/t:library /debug:embedded")]
    [DataRow("/t:library {root}/src/Caller.cs")]
    [DataRow("/t:library /deterministic-")]
    public void Of_IsTheContentDigest_WhenTheImageIsNotUnderstood(string options)
    {
        var place = At("a", FirstCommit).Csc(options.Split(' '));
        Assert.AreEqual(ContentDigest.Of(place["obj/a.dll"]), Of(place, "obj/a.dll"));
        Assert.AreEqual(ContentDigest.Of([1, 2, 3]), NormalForm.Of([1, 2, 3], [], null));
    }

    public void Dispose() => _folder.Dispose();

    private static ContentDigest Of(CompiledPlace place, string name) => NormalForm.Of(place[name], [("{root}", place.Root)], place.Commit);

    private CompiledPlace At(string root, string commit) => new CompiledPlace(_folder["roots/" + root], commit).WithSources();
}
