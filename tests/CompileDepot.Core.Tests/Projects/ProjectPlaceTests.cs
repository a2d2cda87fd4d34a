using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ProjectPlaceTests
{
    private const string Commit = "1234567890abcdef1234567890abcdef12345678";

    private static readonly PathTokens Tokens = new([("root", "/src/a"), ("nuget", "/src/a/pkg"), ("dotnet", "/opt/{root}")]);

    [TestMethod]
    public void Resolve_GivesTheText_WhenAnyTextWasTokenized()
    {
        var texts = Texts.Of("/src/a", "/src/ab", "/src/a/pkg", "/opt/{root}", Commit, Commit[..39], "{commit}", "{root}", "{", "{{", "}", "commit", "x", "/", " ", "\n");
        foreach (var place in new[] { new ProjectPlace(Tokens, Commit), new ProjectPlace(Tokens, "") })
            Texts.Check(texts, text => place.Resolve(place.Tokenize(text)) == text);
    }

    [TestMethod]
    public void Resolve_GivesAnotherPlacesText_WhenTokenizedHere()
    {
        var here = new ProjectPlace(new PathTokens([("root", "/src/a")]), Commit);
        var there = new ProjectPlace(new PathTokens([("root", "/other/checkout")]), "ffff");
        Assert.AreEqual("{ \"/other/checkout/x\": \"https://host/ffff/*\" } {commit} /src/ab", there.Resolve(here.Tokenize($"{{ \"/src/a/x\": \"https://host/{Commit}/*\" }} {{commit}} /src/ab")));
        Assert.AreEqual("/src/a", here.Root);
    }
}
