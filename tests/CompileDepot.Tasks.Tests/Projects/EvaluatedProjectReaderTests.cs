using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Tests.Projects;

/// <summary>What the tree text of a project says, and what it leaves out.</summary>
[TestClass]
public sealed class EvaluatedProjectReaderTests : IDisposable
{
    // Of this test alone: the environment is the whole process's.
    private readonly string _variable = "READER_TEST_" + Guid.NewGuid().ToString("N");

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Dispose();
    }

    [TestMethod]
    public void Text_HoldsAnEnvironmentVariable_WhenGeneratorsSeeIt()
    {
        Environment.SetEnvironmentVariable(_variable, "sweet");
        Assert.DoesNotContain(_variable, Text("", ""));
        var seen = Text("", $"<CompilerVisibleProperty Include=\"{_variable}\" />");
        Assert.Contains($"\nproperty {_variable} sweet\n", seen);
        Environment.SetEnvironmentVariable(_variable, "sour");
        Assert.Contains($"\nproperty {_variable} sour\n", Text("", $"<CompilerVisibleProperty Include=\"{_variable}\" />"));
    }

    [TestMethod]
    public void Text_HoldsCircumstancesAndOurSettings_WhenGeneratorsSeeThem()
    {
        const string Properties = "<SolutionDir>/s/</SolutionDir><CompileDepotVariant>v1</CompileDepotVariant><VSTestSessionCorrelationId>7</VSTestSessionCorrelationId><SharedCompilationId>x</SharedCompilationId>";
        var text = Text(Properties, "");
        Assert.DoesNotContain("property SolutionDir", text);
        Assert.DoesNotContain("property VSTest", text);
        Assert.DoesNotContain("property SharedCompilationId", text);
        Assert.DoesNotContain("property CompileDepotVariant", text);
        text = Text(Properties, "<CompilerVisibleProperty Include=\"SolutionDir;CompileDepotVariant\" />");
        Assert.Contains("\nproperty SolutionDir /s/\n", text);
        Assert.Contains("\nproperty CompileDepotVariant v1\n", text);
    }

    /// <summary>It adds a source to the compile, in a target.</summary>
    [TestMethod]
    public void Text_Differs_WhenConstantsAreSwitchedOff()
    {
        Assert.Contains("\nproperty CompileDepotPreferenceConstants false\n", Text("<CompileDepotPreferenceConstants>false</CompileDepotPreferenceConstants><CompileDepotMode>Verify</CompileDepotMode>", ""));
        Assert.DoesNotContain("property CompileDepotMode", Text("<CompileDepotMode>Verify</CompileDepotMode>", ""));
    }

    [TestMethod]
    [DataRow("bin/", "obj/Debug/", true, false)]
    [DataRow("./", "obj/Debug/", true, true)]
    [DataRow("../", "obj/Debug/", true, true)]
    [DataRow("bin/", "obj/", true, false)]
    public void Text_HoldsFilesOfTheProject_WhereverItsOutputGoes(string outputs, string intermediates, bool hasSource, bool hasOutput)
    {
        foreach (var path in new[] { "text.resx", "bin/made.txt", "obj/Debug/made.cs", "obj/project.assets.json" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, "p", path))!);
            File.WriteAllText(Path.Combine(_folder.Path, "p", path), "<root />");
        }
        var text = Text(
            $"<OutDir>{outputs}</OutDir><IntermediateOutputPath>{intermediates}</IntermediateOutputPath><ProjectAssetsFile>obj/project.assets.json</ProjectAssetsFile>",
            "<EmbeddedResource Include=\"text.resx\" /><None Include=\"bin/made.txt;obj/Debug/made.cs\" />");
        Assert.AreEqual(hasSource, text.Contains("\nfile {root}/p/text.resx ", StringComparison.Ordinal));
        Assert.AreEqual(hasOutput, text.Contains("\nfile {root}/p/bin/made.txt ", StringComparison.Ordinal));
        Assert.IsFalse(text.Contains("\nfile {root}/p/obj/Debug/made.cs ", StringComparison.Ordinal));
        Assert.IsTrue(text.Contains("\nfile {root}/p/obj/project.assets.json ", StringComparison.Ordinal));
    }

    /// <summary>A referenced assembly is looked for with what it needs and what belongs to it; so a file that comes or goes there counts.</summary>
    [TestMethod]
    public void Text_HoldsWhatLiesBesideAReference_WhenTheBuildLooksForIt()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "lib", "de"));
        foreach (var name in new[] { "A.dll", "Needed.dll", "A.pdb", "A.xml", "A.dll.config", "de/A.resources.dll", "readme.txt" })
            File.WriteAllText(Path.Combine(_folder.Path, "lib", name), name);
        foreach (var item in new[] { "<Reference Include=\"A\" HintPath=\"../lib/A.dll\" />", "<Reference Include=\"../lib/A.dll\" />" })
        {
            var text = Text("", item);
            foreach (var name in new[] { "A.dll", "Needed.dll", "A.pdb", "A.xml", "A.dll.config", "de/A.resources.dll" })
                Assert.Contains($"\nfile {{root}}/lib/{name} ", text);
            Assert.DoesNotContain("readme.txt", text);
        }
        Assert.DoesNotContain("{root}/lib/", Text("", "<Reference Include=\"A\" HintPath=\"../lib/Missing.dll\" />"));
    }

    /// <summary>What the SDK makes of the user's folder is in no output; what a project makes of it may be.</summary>
    [TestMethod]
    public void Text_HoldsTheUsersFolder_WhenAProjectNamesIt()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        const string Profile = "$([System.Environment]::GetFolderPath(SpecialFolder.UserProfile))";
        Assert.Contains($"\nproperty Cache {home}/x\n", Text($"<Cache>{Profile}/x</Cache>", ""));
        Assert.Contains("\nproperty UserProfileRuntimeStorePath {home}/x\n", Text($"<UserProfileRuntimeStorePath>{Profile}/x</UserProfileRuntimeStorePath>", ""));
        Assert.Contains($"\nproperty UserProfileRuntimeStorePath {home}/x\n", Text($"<UserProfileRuntimeStorePath>{Profile}/x</UserProfileRuntimeStorePath>", "<None Include=\"$(UserProfileRuntimeStorePath)\" />"));
    }

    private string Text(string properties, string items)
    {
        var path = Path.Combine(_folder.Path, "p", "p.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"""
            <Project>
              <PropertyGroup>
                <CompileDepotPath>{_folder.Path}/depot</CompileDepotPath>
                <CompileDepotRoot>{_folder.Path}</CompileDepotRoot>
                {properties}
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        // Takes a picture of the environment.
        using var collection = new ProjectCollection();
        var project = new ProjectInstance(path, null, null, collection);
        var memo = new FileDigestMemo(null);
        return Encoding.UTF8.GetString(EvaluatedProjectReader.Read(project, new ProjectFacts(project), new FileDigester(memo, memo, _folder.Path)).Text.ToBytes());
    }
}
