using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class PathTokensTests
{
    private static readonly PathTokens Tokens = new([("root", "/src/a"), ("nuget", "/src/a/pkg"), ("dotnet", "/opt/{root}"), ("none", ""), ("top", "/")]);

    [TestMethod]
    public void Resolve_GivesThePath_WhenAnyPathWasTokenized()
    {
        var paths = from start in Gen.Elements("/src/a", "/src/ab", "/src/a/pkg", "/opt/{root}", "/{root}", "/x", "/src")
                    from names in Texts.Name.ArrayOf()
                    select Path.GetFullPath(string.Join('/', names.Prepend(start)));
        Texts.Check(paths, path => Tokens.Resolve(Tokens.Tokenize(path)) == path);
    }

    [TestMethod]
    [DataRow("/src/a", "{root}")]
    [DataRow("/src/a/", "{root}/")]
    [DataRow("/src/a/b.cs", "{root}/b.cs")]
    [DataRow("/src/ab", "/src/ab")]
    [DataRow("/src/a.b", "/src/a.b")]
    [DataRow("/x/src/a", "/x/src/a")]
    [DataRow("/src/a/pkg/x", "{nuget}/x")]
    [DataRow("/src/a/pkgs/x", "{root}/pkgs/x")]
    [DataRow("/opt/{root}/x", "{dotnet}/x")]
    [DataRow("/", "/")]
    [DataRow("/src/a/{x}", "{root}/{x}")]
    public void Tokenize_MatchesWholeComponentsAndTheLongest_WhenRootsNest(string path, string tokenized) => Assert.AreEqual(tokenized, Tokens.Tokenize(path));

    [TestMethod]
    [DataRow("{root}/../x")]
    [DataRow("..")]
    [DataRow("{root}/a/..")]
    [DataRow("/a/../b")]
    [DataRow("{unknown}/x")]
    [DataRow("{rootx}/x")]
    [DataRow("{root}x")]
    [DataRow("a/b")]
    [DataRow("")]
    [DataRow("{root}/a\0b")]
    [DataRow("{top}/x")]
    public void Resolve_IsNull_WhenTokenizeCannotHaveGivenIt(string tokenized) => Assert.IsNull(Tokens.Resolve(tokenized));

    [TestMethod]
    public void Resolve_KeepsNamesWithDots_WhenTheyAreNoParents() => Assert.AreEqual("/src/a/..x/y..", Tokens.Resolve("{root}/..x/y.."));

    [TestMethod]
    public void ResolveText_GivesTheText_WhenAnyTextWasTokenized() =>
        Texts.Check(Gen.OneOf(Texts.Any, Pieces), text => Tokens.ResolveText(Tokens.TokenizeText(text)) == text);

    [TestMethod]
    public void TokenizeText_IsInjective_WhenTextsAreAlike() => Texts.CheckInjective(Pieces, Tokens.TokenizeText, StringComparer.Ordinal);

    [TestMethod]
    [DataRow("see /src/a/x.cs(1,2)", "see {root}/x.cs(1,2)")]
    [DataRow("file:///src/a/x", "file://{root}/x")]
    [DataRow("/src/ab /src/a", "/src/ab {root}")]
    [DataRow("'/src/a/pkg'", "'{nuget}'")]
    [DataRow("/x/src/a", "/x/src/a")]
    [DataRow("{root}", "{{root}")]
    [DataRow("{root} /src/a", "{{root} {root}")]
    [DataRow("[/src/a/**.cs]\nbuild_property.ProjectDir = /src/a/", "[{root}/**.cs]\nbuild_property.ProjectDir = {root}/")]
    [DataRow("/src/a/:/_/", "{root}/:/_/")]
    public void TokenizeText_PutsTokensForWholePaths_WhenTextMentionsThem(string text, string tokenized) => Assert.AreEqual(tokenized, Tokens.TokenizeText(text));

    [TestMethod]
    public void TokenizeText_FindsBackslashesAsJsonWritesThem_InKeysOfSourceLink()
    {
        // Windows' separators are names elsewhere: a folder that has them in it stands for one there.
        var (here, there) = (new PathTokens([("root", "/c\\src")]), new PathTokens([("root", "/d\\other\\src")]));
        const string Tokenized = "{{\"documents\":{{\"{root:json}\\\\*\":\"https://host/*\"}} {root}";
        Assert.AreEqual(Tokenized, here.TokenizeText("{\"documents\":{\"/c\\\\src\\\\*\":\"https://host/*\"}} /c\\src"));
        Assert.AreEqual("{\"documents\":{\"/d\\\\other\\\\src\\\\*\":\"https://host/*\"}} /d\\other\\src", there.ResolveText(Tokenized));
    }

    [TestMethod]
    public void ResolveText_KeepsUnknownTokens_WhenThereAreAny() => Assert.AreEqual("{x} /src/a {", Tokens.ResolveText("{x} {root} {"));

    [TestMethod]
    public void Roots_AreLongestFirstWithoutTopAndEmpty_WhenGiven() => CollectionAssert.AreEqual(new[] { "{dotnet}", "{nuget}", "{root}" }, Tokens.Roots.Select(r => r.Token).ToArray());

    [TestMethod]
    public void Tokenize_TakesTheFirstName_WhenTwoRootsAreOneFolder() => Assert.AreEqual("{one}/x", new PathTokens([("one", "/s/"), ("two", "/s")]).Tokenize("/s/x"));

    private static FsCheck.Gen<string> Pieces { get; } = Texts.Of("/src/a", "/src", "/a", "{root}", "{nuget}", "{", "{{", "}", "/", "b", " ", "/pkg", "root", "/opt/{root}");
}
