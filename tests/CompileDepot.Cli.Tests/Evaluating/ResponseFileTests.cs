using CompileDepot.Cli.Evaluating;

namespace CompileDepot.Cli.Tests.Evaluating;

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
        string.Join(';', ResponseFile.Properties("-p:A=1;B=2 -m /Property:C=x=y --property:A=3 -pp:D=1 p:E=1 -p:F".Split(' ')).Select(p => $"{p.Name}={p.Value}")));

    // As MSBuild 18 takes them.
    [TestMethod]
    [DataRow("-p:A=1,B=2", "A=1|B=2")]
    [DataRow("-p:A=\"x;y\"", "A=x;y")]
    [DataRow("-p:A=\"x,y\";B=2", "A=x,y|B=2")]
    [DataRow("-p:\"A=x;y\"", "A=x;y")]
    [DataRow("\"-p:A=x;B=y z\"", "A=x|B=y z")]
    [DataRow("-p:A=x%3By", "A=x%3By")]
    [DataRow("-p:A=\" x \"", "A= x ")]
    public void Properties_AreSplitOutsideOfQuotes(string text, string expected) =>
        Assert.AreEqual(expected, string.Join('|', ResponseFile.Properties([text]).Select(p => $"{p.Name}={p.Value}")));

    [TestMethod]
    [DataRow("plain")]
    [DataRow("a;b,c")]
    [DataRow("with blank")]
    [DataRow("50%25")]
    [DataRow("")]
    public void Property_IsReadAsTheSameProperty(string value) => Assert.AreEqual(("A", value), ResponseFile.Properties([ResponseFile.Property("A", value)]).Single());

    [TestMethod]
    public void Read_FollowsTheFilesThatMSBuildReads()
    {
        var top = Directory.CreateTempSubdirectory("compiledepot-rsp-").FullName;
        try
        {
            var inner = Directory.CreateDirectory(Path.Combine(top, "inner")).FullName;
            File.WriteAllText(Path.Combine(top, ResponseFile.Name), "-a -p:Here=%MSBUILDTHISFILEDIRECTORY%x -p:Path=\"%PATH%\"\n@\"%MSBuildThisFileDirectory%more here.rsp\"\n");
            File.WriteAllText(Path.Combine(top, "more here.rsp"), "-b\n@\"%MSBuildThisFileDirectory%more here.rsp\" @missing.rsp");
            File.WriteAllText(Path.Combine(inner, "MSBuild.rsp"), "-c");
            File.WriteAllText(Path.Combine(top, "MSBuild.rsp"), "-d");
            var switches = ResponseFile.Read(inner);
            CollectionAssert.AreEqual(new[] { "-a", $"-p:Here={top}/x", $"-p:Path=\"{Environment.GetEnvironmentVariable("PATH")}\"", "-b", "-c" }, switches.Select(s => s.Switch.Replace('\\', '/')).ToArray());
            Assert.AreEqual(Path.Combine(inner, "MSBuild.rsp"), switches[^1].File);
        }
        finally
        {
            Directory.Delete(top, recursive: true);
        }
    }

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
