using CompileDepot.Cli.Help;

namespace CompileDepot.Cli.Tests.Help;

[TestClass]
public sealed class MarkdownTextTests
{
    [TestMethod]
    [DataRow("# One\n\ntext of\ntwo lines\n", "*One||text of two lines")]
    [DataRow("a [page](other.md#x) and [site](https://example.com/y)", "a page and site|(https://example.com/y)")]
    [DataRow("**bold**, *slanted*, `a*b*c`, 2 * 3 * 4", "bold, slanted, `a*b*c`,|2 * 3 * 4")]
    [DataRow("- first item that is\n  quite long\n- second\n", "- first item that is|  quite long|- second")]
    [DataRow("1. one\n2. two", "1. one|2. two")]
    [DataRow("see:\n\n```\ncompiledepot   explain a-long-name-of-a-project\n\n# no heading\n```\nafter", "see:||    compiledepot   explain a-long-name-of-a-project||    # no heading|after")]
    [DataRow("| a | b |\n| --- | --- |", "| a | b ||| --- | --- |")]
    public void Render_IsPlainTextOfTheWidth(string markdown, string expected) =>
        Assert.AreEqual(expected, string.Join('|', MarkdownText.Render(markdown, 24).Select(l => (l.IsHeading ? "*" : "") + l.Text)));
}
