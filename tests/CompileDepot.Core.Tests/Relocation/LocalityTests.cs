using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class LocalityTests
{
    private const string Commit = "1234567890abcdef1234567890abcdef12345678";

    private static readonly PathTokens Tokens = new([("root", "/src/a"), ("nuget", "/src/a/pkg"), ("dotnet", "/opt/{root}")]);

    [TestMethod]
    public void ResolveText_GivesTheText_WhenAnyTextWasTokenized()
    {
        var texts = Texts.Of("/src/a", "/src/ab", "/src/a/pkg", "/opt/{root}", Commit, Commit[..39], "{commit}", "{root}", "{", "{{", "}", "commit", "x", "/", " ", "\n");
        foreach (var place in new[] { new Locality(Tokens, Commit), new Locality(Tokens, null) })
            Texts.Check(texts, text => place.ResolveText(place.TokenizeText(text)) == text);
    }

    [TestMethod]
    public void ResolveText_GivesAnotherPlacesText_WhenTokenizedHere()
    {
        var here = new Locality(new PathTokens([("root", "/src/a")]), Commit);
        var there = new Locality(new PathTokens([("root", "/other/checkout")]), "ffff");
        Assert.AreEqual("{ \"/other/checkout/x\": \"https://host/ffff/*\" } {commit} /src/ab", there.ResolveText(here.TokenizeText($"{{ \"/src/a/x\": \"https://host/{Commit}/*\" }} {{commit}} /src/ab")));
    }
}
