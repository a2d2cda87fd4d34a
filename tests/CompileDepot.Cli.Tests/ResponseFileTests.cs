namespace CompileDepot.Cli.Tests;

[TestClass]
public sealed class ResponseFileTests
{
    [TestMethod]
    [DataRow("-a  -b\n\t-c", "-a|-b|-c")]
    [DataRow("# -a\n  # -b\n-c # no comment\n", "-c|#|no|comment")]
    [DataRow("-p:A=\"b c\" \"-p:D=e f\"\r\n\"\"", "-p:A=b c|-p:D=e f|")]
    [DataRow("", "")]
    public void Switches_AreWhatStandsBetweenBlanks(string text, string expected) => Assert.AreEqual(expected, string.Join('|', ResponseFile.Switches(text)));

    [TestMethod]
    public void Properties_AreThoseOfEveryPropertySwitch() => Assert.AreEqual(
        "A=1;B=2;C=x=y;A=3",
        string.Join(';', ResponseFile.Properties("-p:A=1;B=2 -m /Property:C=x=y\n--property:A=3 -pp:D=1 p:E=1 -p:F").Select(p => $"{p.Name}={p.Value}")));

    [TestMethod]
    public void Find_TakesTheNearestAbove()
    {
        var top = Directory.CreateTempSubdirectory("compiledepot-rsp-").FullName;
        try
        {
            var inner = Directory.CreateDirectory(Path.Combine(top, "a", "b")).FullName;
            File.WriteAllText(Path.Combine(top, ResponseFile.Name), "");
            Assert.AreEqual(Path.Combine(top, ResponseFile.Name), ResponseFile.Find(inner));
            File.WriteAllText(Path.Combine(top, "a", ResponseFile.Name), "");
            Assert.AreEqual(Path.Combine(top, "a", ResponseFile.Name), ResponseFile.Find(inner));
        }
        finally
        {
            Directory.Delete(top, recursive: true);
        }
    }
}
