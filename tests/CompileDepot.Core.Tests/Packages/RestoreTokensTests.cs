using CompileDepot.Core.Packages;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Packages;

[TestClass]
public sealed class RestoreTokensTests
{
    private static readonly RestoreTokens Tokens = new([("root", "/src/a"), ("nuget", "/src/a/pkg/"), ("home", "/home/me"), ("none", ""), ("top", "/")]);

    [TestMethod]
    public void Resolve_GivesTheText_WhenAnyTextWasTokenized() =>
        Texts.Check(Texts.Of("/src/a", "/src/ab", "/src/a/pkg", "/home/me", "/", "{", "{{", "}", "{root}", "\"", "x", ".", "\\", "\n"), text => Tokens.Resolve(Tokens.Tokenize(text)) == text);

    [TestMethod]
    public void Tokenize_IsInjective() =>
        Texts.CheckInjective(Texts.Of("/src/a", "{root}", "{", "}", "/pkg", "{nuget}", "x"), Tokens.Tokenize, StringComparer.Ordinal);

    [TestMethod]
    [DataRow("\"/src/a/A.csproj\": {}", "\"{root}/A.csproj\": {{}")]
    [DataRow("/src/a/pkg/", "{nuget}/")]
    [DataRow("/src/a;/home/me", "{root};{home}")]
    [DataRow("/src/ab", "/src/ab")]
    [DataRow("/src/a.b", "/src/a.b")]
    [DataRow("/x/src/a", "/x/src/a")]
    [DataRow("x/src/a", "x/src/a")]
    public void Tokenize_MatchesWholeComponentsAndTheLongest(string text, string tokenized) => Assert.AreEqual(tokenized, Tokens.Tokenize(text));

    [TestMethod]
    [DataRow("{top}")]
    [DataRow("{unknown}/x")]
    [DataRow("{")]
    public void Resolve_IsNull_WhenATokenIsUnknownHere(string text) => Assert.IsNull(Tokens.Resolve(text));

    [TestMethod]
    public void Tokenize_FindsBackslashesAsJsonWritesThem()
    {
        // Windows' separators are names elsewhere: a folder that has them in it stands for one there.
        var tokens = new RestoreTokens([("root", "/c\\src")]);
        Assert.AreEqual("{root} {root:json}/A", tokens.Tokenize("/c\\src /c\\\\src/A"));
        Assert.AreEqual("/c\\src /c\\\\src/A", tokens.Resolve("{root} {root:json}/A"));
    }

    [TestMethod]
    [DataRow("/src/job@2/a b.c-d+e~f", true)]
    [DataRow("/src/é", true)]
    [DataRow("/src/a&b", false)]
    [DataRow("/src/<a>", false)]
    [DataRow("/src/\"a\"", false)]
    [DataRow("/src/a%20", false)]
    [DataRow("/src/{a}", false)]
    public void ArePlain_SaysWhetherEveryFormatSpellsTheFolderAlike(string folder, bool plain) => Assert.AreEqual(plain, new RestoreTokens([("root", folder)]).ArePlain);
}
