using System.Text;
using CompileDepot.Core.Packages;

namespace CompileDepot.Core.Tests.Packages;

[TestClass]
public sealed class RestoreBundleTests
{
    [TestMethod]
    [DataRow(true, null)]
    [DataRow(false, "digest")]
    public void Read_GivesWhatWasWritten(bool hasGraph, string? vulnerabilities)
    {
        var bundle = new RestoreBundle(hasGraph, vulnerabilities, [(new UsedPackage("A", "a/1", "hash+/="), 2)], [.. Enum.GetValues<RestoreFile>().Select(f => (f, $"\ufeff{f} \"\\\r\n{{root}} ü"))]);
        var read = RestoreBundle.Read(bundle.Write());
        Assert.AreEqual((hasGraph, vulnerabilities), (read.HasGraph, read.Vulnerabilities));
        Assert.AreSequenceEqual(bundle.Packages, read.Packages);
        Assert.AreSequenceEqual(bundle.Texts, read.Texts);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("""{"format":2}""")]
    [DataRow("""{"format":1,"graph":true,"packages":[],"files":[{"file":"../../x","text":""}]}""")]
    public void Read_Throws_WhenNoVersionOfOursWroteIt(string text) => Assert.ThrowsExactly<FormatException>(() => RestoreBundle.Read(Encoding.UTF8.GetBytes(text)));
}
