using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Hashing;

[TestClass]
public sealed class LocalDigesterTests : IDisposable
{
    private const string Commit = "0123456789012345678901234567890123456789";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>JSON doubles the backslashes of Windows' paths. Elsewhere a folder may have one in its name.</summary>
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void OfText_IsTheSameInEveryPlace_WhenAPathIsSpelledAsJsonDoes()
    {
        static string Json(string root) => $$"""{ "path": "{{root.Replace("\\", "\\\\", StringComparison.Ordinal)}}/a.csproj" }""";
        var (here, there) = (_folder["here\\x"], _folder["there\\x"]);
        Assert.AreEqual(Digest(here, Json(here)), Digest(there, Json(there)));
        Assert.AreNotEqual(Digest(here, Json(here)), Digest(there, Json(here)));
    }

    [TestMethod]
    public void OfText_IsThePlainDigest_WhenTheTextMentionsNothingOfThePlace()
    {
        var root = _folder["root"];
        foreach (var text in new[] { "", "{ \"a\": {} }", "{root}", root + "2/a.cs", "x" + root + "\n{" })
            Assert.AreEqual(ContentDigest.Of(Encoding.UTF8.GetBytes(text)), Digest(root, text), text);
        foreach (var text in new[] { root, $"{{ \"{root}/a\" }}" })
            Assert.AreNotEqual(ContentDigest.Of(Encoding.UTF8.GetBytes(text)), Digest(root, text), text);
    }

    [TestMethod]
    public void OfText_LeavesTheCommitOut_WhereTheTextIsStamped()
    {
        Assert.AreEqual(ContentDigest.Of(Encoding.UTF8.GetBytes(Commit)), Digest(_folder["root"], Commit));
        Assert.AreEqual(Digest(_folder["root"], Commit, Commit), Digest(_folder["root"], new string('a', 40), new string('a', 40)));
        Assert.AreNotEqual(Digest(_folder["root"], Commit, Commit), Digest(_folder["root"], Locality.CommitToken, Commit));
    }

    private ContentDigest Digest(string root, string text, string? commit = null)
    {
        var path = _folder.Write("file", text);
        var file = new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), "/").TryDigest(path)!;
        return new LocalDigester(new Locality(new PathTokens([(PathTokens.Root, root)]), commit ?? Commit)).OfText(file, isStamped: commit is not null);
    }
}
