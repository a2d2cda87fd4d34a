using System.Text;
using CompileDepot.Core.Packages;

namespace CompileDepot.Core.Tests.Packages;

[TestClass]
public sealed class ProjectSpecTextTests
{
    [TestMethod]
    [DataRow("\n")]
    [DataRow("\r\n")]
    public void WithClosure_IsTheGraphOfAll(string newLine)
    {
        var (a, b) = (Spec(Graph("a", "a"), newLine), Spec(Graph("b", "b"), newLine));
        Assert.AreEqual(Graph("b", "a", "b").ReplaceLineEndings(newLine), Encoding.UTF8.GetString(b.WithClosure([a, b])));
        Assert.AreEqual(Graph("a", "a").ReplaceLineEndings(newLine), Encoding.UTF8.GetString(a.WithClosure([a])));
        Assert.Contains("\"projects\": 1", a.Body);
    }

    [TestMethod]
    [DataRow("[1.0.0, )", null)]
    [DataRow("[1.*, )", "[1.*, )")]
    [DataRow("[*-*, )", "[*-*, )")]
    [DataRow("1.2.*", "1.2.*")]
    public void FloatingVersion_IsTheOneThatFloats(string range, string? floating) =>
        Assert.AreEqual(floating, Spec(Graph("a", "a").Replace("\"projects\": 1", $"\"path\": \"/a*\", \"version\": \"{range}\"", StringComparison.Ordinal), "\n").FloatingVersion);

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("{\n  \"projects\": {}\n}")]
    [DataRow("{\n  }\n  \"projects\": {")]
    public void Constructor_Throws_WhenTheFormIsUnknown(string text) => Assert.ThrowsExactly<FormatException>(() => Spec(text, "\n"));

    private static ProjectSpecText Spec(string text, string newLine) => new(Encoding.UTF8.GetBytes(text.ReplaceLineEndings(newLine)));

    private static string Graph(string restored, params string[] projects) =>
        $"{{\n  \"format\": 1,\n  \"restore\": {{\n    \"{restored}\": {{}}\n  }},\n  \"projects\": {{{string.Join(',', projects.Select(p => $"\n    \"{p}\": {{\n      \"projects\": 1\n    }}"))}\n  }}\n}}";
}
