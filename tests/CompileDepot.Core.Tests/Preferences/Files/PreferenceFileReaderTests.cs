using CompileDepot.Core.Preferences;

namespace CompileDepot.Core.Tests.Preferences.Files;

[TestClass]
public sealed class PreferenceFileReaderTests
{
    [TestMethod]
    public void Read_UnderstandsAll_WhenTheFileIsGood()
    {
        var file = Layers.File("/r/CompileDepot.toml", """
            environment = "gpu"
            [deps]
            LibB = "*"
            [extras]
            LibC = ["1.2-1.4", "!1.3.5"]
            [preferences.LibB]
            backend = "gpu"
            [preferences.LibB.tuning]
            tile = 64
            __clear__ = ["unroll"]
            """);
        Assert.IsEmpty(file.Problems);
        Assert.AreEqual("gpu", file.Environment);
        Assert.AreEqual("*", file.Deps["libb"].Versions.ToString());
        Assert.AreEqual("1.2-1.4, !1.3.5", file.Extras["LIBC"].Versions.ToString());
        var table = file.Preferences["libB"];
        Assert.AreEqual("\"gpu\"", PreferenceText.Typed(((PreferenceLeaf)table.Find(["backend"])!).Value));
        var tuning = (PreferenceTable)table.Find(["tuning"])!;
        CollectionAssert.AreEqual(new[] { "tile" }, tuning.Members.Keys.ToArray());
        CollectionAssert.AreEqual(new[] { "unroll" }, tuning.Cleared.Keys.ToArray());
        Assert.AreEqual(("/r/CompileDepot.toml", 9), (tuning.Members["tile"].Origin.File, tuning.Members["tile"].Origin.Position.Line));
        Assert.AreEqual(10, tuning.Cleared["unroll"].Position.Line);
    }

    [TestMethod]
    [DataRow("deps = 1", "CD0031", 1, "'deps' is of type integer")]
    [DataRow("deps = [\"LibB\"]", "CD0031", 1, "'deps' is of type array")]
    [DataRow("[deps]\nLibB = 1.2", "CD0031", 2, "'LibB' in [deps] is of type float")]
    [DataRow("[extras]\nLibB = [\"1.2\", 3]", "CD0031", 2, "'LibB' in [extras] is of type array")]
    [DataRow("[deps]\nLibB = \"latest\"", "CD0033", 2, "'latest'")]
    [DataRow("[deps]\nLibB = [\n\"1.2\",\n\"^1.3\"]", "CD0033", 4, "'^1.3'")]
    [DataRow("[deps]\nLibB = []", "CD0033", 2, "an empty list")]
    [DataRow("[deps]\nLibB = \"*\"\nlibb = \"*\"", "CD0031", 3, "twice")]
    [DataRow("[deps]\nLibB = \"*\"\n[extras]\nlibb = \"*\"", "CD0031", 4, "in [deps] and in [extras]")]
    [DataRow("preferences = true", "CD0031", 1, "'preferences' is of type boolean")]
    [DataRow("[preferences]\nbackend = \"gpu\"", "CD0031", 2, "[preferences.backend]")]
    [DataRow("[preferences]\n__clear__ = [\"LibB\"]", "CD0031", 2, "'__clear__' stands in [preferences]")]
    [DataRow("[preferences.LibB]\n[preferences.libb]", "CD0031", 2, "twice")]
    [DataRow("[preferences.LibB]\n__clear__ = \"backend\"", "CD0031", 2, "'__clear__' in [preferences.LibB] is of type string")]
    [DataRow("[preferences.LibB.tuning]\n__clear__ = [\"a\",\n 1]", "CD0031", 3, "'__clear__' in [preferences.LibB.tuning] holds a value of type integer")]
    [DataRow("environment = 1", "CD0031", 1, "'environment' is of type integer")]
    public void Read_IsAnErrorWithItsPlace_WhenSomethingIsOfTheWrongShape(string text, string code, int line, string message)
    {
        var problem = Layers.File("/r/CompileDepot.toml", text).Problems.Single();
        Assert.AreEqual((code, true, "/r/CompileDepot.toml", line), (problem.Code, problem.IsError, problem.File, problem.Position.Line));
        Assert.IsGreaterThan(0, problem.Position.Column);
        Assert.Contains(message, problem.Message);
    }

    [TestMethod]
    public void Read_WarnsWithTheNearestName_WhenATopLevelTableIsUnknown()
    {
        var file = Layers.File("/r/CompileDepot.toml", "[deps]\nLibB = \"*\"\n[preference.LibB]\nbackend = \"gpu\"\n[tool]\nx = 1\n");
        CollectionAssert.AreEqual(new[] { ("CD0032", false), ("CD0032", false) }, file.Problems.Select(p => (p.Code, p.IsError)).ToArray());
        Assert.EndsWith("Did you mean 'preferences'?", file.Problems[0].Message);
        Assert.DoesNotContain("Did you mean", file.Problems[1].Message);
        Assert.HasCount(1, file.Deps);
    }

    [TestMethod]
    public void Read_GoesOn_WhenOnePartIsWrong()
    {
        var file = Layers.File("/r/CompileDepot.toml", "deps = 1\n[preferences.LibB]\n__clear__ = 1\nbackend = \"gpu\"\n");
        Assert.HasCount(2, file.Problems);
        Assert.IsNotNull(file.Preferences["LibB"].Find(["backend"]));
    }
}
