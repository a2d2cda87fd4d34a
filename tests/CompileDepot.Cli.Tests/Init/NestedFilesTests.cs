using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

[TestClass]
public sealed class NestedFilesTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-init-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("<Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))\" />")]
    [DataRow("<Import Project=\"..\\Directory.Build.props\" />")]
    [DataRow("<Import Project=\"$(RepositoryRoot)Directory.Build.props\" Condition=\"'$(X)' == ''\" />")]
    [DataRow("<PropertyGroup><P>$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '..'))</P></PropertyGroup><Import Project=\"$(P)\" />")]
    [DataRow("<ImportGroup><Import Project=\"$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildThisFileDirectory).., x.txt))/common.props\" /></ImportGroup>")]
    [DataRow("<Import Project=\"Sdk.props\" Sdk=\"CompileDepot.Sdk\" />")]
    public void Warnings_AreNone_WhenNestedFileImportsItsParent(string import)
    {
        Write("src/Directory.Build.props", $"<!-- <Project> --><Project>{import}</Project>");
        Assert.IsEmpty(Warnings());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("<Import Project=\"../common.props\" />")]
    [DataRow("<!-- <Import Project=\"../Directory.Build.props\" /> -->")]
    [DataRow("<PropertyGroup><P>$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '..'))</P></PropertyGroup>")]
    public void Warnings_NameTheFile_WhenItDoesNotImportItsParent(string content)
    {
        var path = Write("src/Directory.Build.props", $"<Project>{content}</Project>");
        var warning = Warnings().Single();
        Assert.AreEqual(("CD0104", path), (warning.Code, warning.Path));
        StringAssert.Contains(warning.Message, path);
        StringAssert.Contains(warning.Message, "GetPathOfFileAbove('Directory.Build.props'");
    }

    [TestMethod]
    public void Warnings_AreSortedAndSkipOutputs_WhenThereAreMany()
    {
        string[] expected =
        [
            Write("a/Directory.Solution.targets", "<Project/>"),
            Write("a/b/Directory.Build.targets", "<Project/>"),
            Write("c/Directory.Build.props", "not XML"),
            Write("c/global.json", "{ \"sdk\": {} }"),
        ];
        foreach (var skipped in new[] { "a/bin/x", "a/obj", ".git", "c/node_modules/y" })
            Write(skipped + "/Directory.Build.props", "<Project/>");
        Write("a/Directory.Build.rsp", "");
        Write("Directory.Build.props", "<Project/>");

        var warnings = Warnings();
        CollectionAssert.AreEqual(expected.Order(StringComparer.Ordinal).ToArray(), warnings.Select(w => w.Path).ToArray());
        StringAssert.Contains(warnings.Single(w => w.Path == expected[2]).Message, "(1,1): Not valid XML");
        Assert.IsFalse(warnings.Any(w => w.Message.Contains("Nothing was changed", StringComparison.Ordinal)));
        Assert.IsEmpty(InitPlan.Create(_folder, "1.0.0", remove: true).Warnings);
    }

    [TestMethod]
    [DataRow("{}", "has none")]
    [DataRow("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"0.9.0\" } }", "has 0.9.0")]
    [DataRow("{", "Not valid JSON")]
    [DataRow("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1.0.0\" } }", null)]
    public void Warnings_TellOfGlobalJson_WhenItPinsAnotherVersion(string text, string? part)
    {
        Write("src/global.json", text);
        if (part is null)
            Assert.IsEmpty(Warnings());
        else
            StringAssert.Contains(Warnings().Single(w => w.Code == "CD0105").Message, part);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Warnings_DoNotFollowLinks_WhenTheyGoRoundInCircles()
    {
        Write("src/x.txt", "");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "src", "loop"), _folder);
        Write("Directory.Build.props", "<Project/>");
        Assert.IsEmpty(Warnings());
    }

    private IReadOnlyList<InitWarning> Warnings() => InitPlan.Create(_folder + Path.DirectorySeparatorChar, "1.0.0", remove: false).Warnings;

    private string Write(string name, string text)
    {
        var path = Path.GetFullPath(Path.Combine(_folder, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
