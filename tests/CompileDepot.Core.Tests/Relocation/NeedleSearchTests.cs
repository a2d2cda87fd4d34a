using System.Text;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class NeedleSearchTests
{
    /// <summary>What is remembered gives what a search of all gives, each time.</summary>
    [TestMethod]
    public void Next_IsTheFirstOfAll_WhenASearchGoesOn() => Texts.Check(
        from content in Texts.Of("/a", "/a/b", "/ab", "/c", "x", "/") from steps in Gen.Choose(1, 4).ArrayOf() select (content, steps),
        t =>
        {
            Needle[] needles = [.. new[] { "/a/b", "/ab", "/a", "/c", "/never" }.Select(n => Needle.OfPath(n, "", Encoding.UTF8))];
            var (search, content, start) = (new NeedleSearch(needles), Encoding.UTF8.GetBytes(t.content), 0);
            foreach (var step in t.steps)
            {
                var found = needles.Select(n => (At: n.IndexIn(content, start), Needle: n)).Where(f => f.At >= 0).OrderBy(f => f.At).ThenBy(f => Array.IndexOf(needles, f.Needle)).FirstOrDefault();
                var (at, needle) = search.Next(content, start);
                if (needle != found.Needle || (needle is not null && at != found.At))
                    return false;
                start = Math.Min(start + step, content.Length);
            }
            return true;
        });
}
