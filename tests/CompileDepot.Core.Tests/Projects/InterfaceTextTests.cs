using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class InterfaceTextTests
{
    private static readonly HashSet<string> Sources = new(["{root}/a b.cs"], StringComparer.Ordinal);

    [TestMethod]
    public void HashOf_LeavesOutTheContentOfSources_AndNothingElse()
    {
        var hash = Hash("one", "content", "below", "assembly", "face");
        Assert.AreEqual(hash, Hash("two", "content", "below", "assembly", "face"));
        Assert.AreNotEqual(hash, Hash("one", "other", "below", "assembly", "face"));
        Assert.AreNotEqual(hash, Hash("one", "content", "other", "assembly", "face"));
        Assert.AreNotEqual(hash, Hash("one", "content", "below", "other", "face"));
        Assert.AreNotEqual(hash, Hash("one", "content", "below", "assembly", "other"));
        Assert.AreNotEqual(hash, TreeText.HashOf(Text("one", "content", "below")));
    }

    private static TreeHash Hash(string source, string content, string below, string assembly, string face) =>
        InterfaceText.HashOf(Text(source, content, below), Sources, ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(assembly)), ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(face)));

    private static byte[] Text(string source, string content, string below)
    {
        var text = new TreeText();
        text.Add("file", "{root}/a b.cs", source);
        text.Add("file", "{root}/a.json", content);
        text.Add(TreeText.Interface, "{root}/b.csproj", below);
        return text.ToBytes();
    }
}
