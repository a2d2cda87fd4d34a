using System.Text;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class TreeTextTests
{
    [TestMethod]
    public void ToString_IsAHeaderAndALineAFact() => Assert.AreEqual(
        "compiledepot-tree 1\nproperty Empty %\nitems Compile 2 abc\nfile {root}/a%20b.cs 1\n",
        Text(["property", "Empty", ""], ["items", "Compile", "2", "abc"], ["file", "{root}/a b.cs", "1"]).ToString());

    [TestMethod]
    public void ToBytes_AreDifferent_WhenFactsAre()
    {
        var line = Texts.Of("a", " ", "%", "\n", "").ArrayOf(2).Select(f => new[] { "property" }.Concat(f).ToArray());
        Texts.CheckInjective(line.ArrayOf(), lines => Text(lines).ToString(), new SameLines());
    }

    [TestMethod]
    public void HashOf_IsTheAddressOfTheText_AndParsesBack()
    {
        var bytes = Text(["property", "A", "1"]).ToBytes();
        var hash = TreeText.HashOf(bytes);
        Assert.AreEqual(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), hash.ToString());
        Assert.IsTrue(TreeHash.TryParse(hash.ToString(), out var parsed));
        Assert.AreEqual(hash, parsed);
        Assert.AreEqual(hash.ToString()[..12], hash.Short);
        Assert.IsFalse(TreeHash.TryParse(hash.ToString().AsSpan(1), out _));
    }

    [TestMethod]
    public void Copy_GoesOnAlone()
    {
        var text = Text(["property", "A", "1"]);
        var before = text.ToString();
        var copy = text.Copy();
        copy.Add("dependency", "{root}/B.csproj", "2");
        Assert.AreEqual(before, text.ToString());
        Assert.AreEqual(before + "dependency {root}/B.csproj 2\n", Encoding.UTF8.GetString(copy.ToBytes()));
    }

    private static TreeText Text(params IEnumerable<string[]> lines)
    {
        var text = new TreeText();
        foreach (var line in lines)
            text.Add(line[0], line.AsSpan(1));
        return text;
    }

    private sealed class SameLines : IEqualityComparer<string[][]>
    {
        public bool Equals(string[][]? x, string[][]? y) => x!.Length == y!.Length && x.Zip(y).All(p => p.First.SequenceEqual(p.Second));

        public int GetHashCode(string[][] obj) => obj.Length;
    }
}
