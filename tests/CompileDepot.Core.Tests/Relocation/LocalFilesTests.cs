using System.Text;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class LocalFilesTests
{
    private static readonly Rewriting Rewriting = new([("/a", "/b c/é"), ("/a/packages", "/a/other"), ("/dotnet", "/dotnet")], []);

    [TestMethod]
    [DataRow("\"uri\": \"file:///a/Lib/A.cs\"", "\"uri\": \"file:///b%20c/%C3%A9/Lib/A.cs\"")]
    [DataRow("\"file:///a/packages/P.cs\", \"file:///a/A.cs\"", "\"file:///a/other/P.cs\", \"file:///b%20c/%C3%A9/A.cs\"")]
    [DataRow("\"file:///ab/A.cs\" \"file:///dotnet/a/x\"", "\"file:///ab/A.cs\" \"file:///dotnet/a/x\"")]
    [DataRow("\"text\": \"see /a/Lib/A.cs or file:///a/B.cs\"", "\"text\": \"see /a/Lib/A.cs or file:///a/B.cs\"")]
    [DataRow("", "")]
    public void TryRewrite_ReplacesAddresses_InErrorLogs(string text, string expected)
    {
        var rewritten = LocalFiles.TryRewrite([new LocalFile(OutputRole.ErrorLog, "{root}/log.sarif", Encoding.UTF8.GetBytes(text))], Rewriting, out var reason);
        Assert.IsNull(reason);
        Assert.AreEqual(expected, Encoding.UTF8.GetString(rewritten!.Single()));
    }

    [TestMethod]
    public void TryRewrite_ReplacesAddresses_WhenRootsHaveDrives()
    {
        var rewritten = LocalFiles.TryRewrite(
            [new LocalFile(OutputRole.ErrorLog, "{root}/log.sarif", "\"file:///C:/src/A.cs\" \"file:///C:/srcs/A.cs\""u8.ToArray())], new Rewriting([("C:\\src", "D:\\other checkout")], []), out var reason);
        Assert.IsNull(reason);
        Assert.AreEqual("\"file:///D:/other%20checkout/A.cs\" \"file:///C:/srcs/A.cs\"", Encoding.UTF8.GetString(rewritten!.Single()));
    }

    [TestMethod]
    [DataRow(OutputRole.Documentation)]
    [DataRow(OutputRole.GeneratedSource)]
    [DataRow(OutputRole.Signature)]
    [DataRow(OutputRole.StepFile)]
    [DataRow(OutputRole.StepFolder)]
    [DataRow(OutputRole.Pdb)]
    public void TryRewrite_SaysWhy_WhenATextMayBeAPersons(OutputRole role)
    {
        Assert.IsNull(LocalFiles.TryRewrite([new LocalFile(role, "{root}/x/y.txt", "/a/A.cs"u8.ToArray())], Rewriting, out var reason));
        Assert.AreEqual("y.txt: it is not known which texts in it are of this place", reason);
    }

    [TestMethod]
    [DataRow(OutputRole.Documentation, "/dotnet/x", true)]
    [DataRow(OutputRole.StepFile, "/dotnet/x /b c/é", true)]
    [DataRow(OutputRole.StepFile, "in a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5", false)]
    [DataRow(OutputRole.Pdb, "", false)]
    public void TryRewrite_LeavesATextAsItIs_OnlyWhenNothingInItIsAnotherThere(OutputRole role, string text, bool isLeft)
    {
        var rewriting = new Rewriting([("/a", "/b c/é"), ("/dotnet", "/dotnet")], [(string.Concat(Enumerable.Repeat("a5", 20)), new string('b', 40))]);
        var rewritten = LocalFiles.TryRewrite([new LocalFile(role, "{root}/x/y.txt", Encoding.UTF8.GetBytes(text))], rewriting, out _);
        Assert.AreEqual(isLeft ? text : null, rewritten is null ? null : Encoding.UTF8.GetString(rewritten.Single()));
    }
}
