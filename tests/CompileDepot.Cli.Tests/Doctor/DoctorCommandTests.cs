using CompileDepot.Cli.Tests.Commands;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Doctor;

[TestClass]
public sealed class DoctorCommandTests : IDisposable
{
    private const string Sdk = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>";

    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_IsGood_WhenThereIsNothingButAHealthyDepot()
    {
        _sample.AddCompile("Lib", "1");
        var findings = Findings(new CliRunner(_sample.Root, _sample.Folder).Run("doctor", "--json").Json());
        Assert.IsFalse(findings.Exists(f => f.StartsWith("Wrong", StringComparison.Ordinal)), string.Join('\n', findings));
        Has(findings, $"Good {_sample.Folder}: written and read; 2 blobs, ");
        Has(findings, "replaces files whole");
        Has(findings, "Good SDK: .NET SDK 10.");
        Has(findings, "Good environment: ");
        Has(findings, "Good results: all of this tree serve every checkout and commit");
        Has(findings, "Notice CompileDepot.Sdk: ", "does not have it in its top folder → Add it with 'compiledepot init'");
        Has(findings, "Unchecked projects: ", "holds no project and no solution");
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(_sample.Folder, ".tmp-*"), "what was tried is gone");
    }

    [TestMethod]
    public void Run_ShowsVerdictsWithFixes_AndSumsThemUp()
    {
        var text = new CliRunner(_sample.Root, _sample.Folder).Run("doctor").Check(ExitCode.Done).Output;
        StringAssert.Contains(text, "\ngood           environment: no variable");
        StringAssert.Contains(text, "\n               → Name a solution or project.\n");
        StringAssert.EndsWith(text, " good.\n");
    }

    [TestMethod]
    public void Run_IsWrong_WhenCachingIsOff()
    {
        var result = new CliRunner(_sample.Root, depotPath: "").Run("doctor");
        Assert.AreEqual(ExitCode.FoundWrong, result.Code);
        StringAssert.Contains(result.Output, "WRONG          depots: caching is off: the stack of depots is empty\n               → Unset COMPILEDEPOT_PATH");
        StringAssert.Contains(result.Error, "error CD0126: 1 check found something wrong. The first: depots: caching is off");
    }

    [TestMethod]
    public void Run_TellsOfDamageAndTheFuture_WhenTheDepotHasThem()
    {
        var entry = _sample.AddCompile("Lib", "1");
        _sample.Depot.SetAside(entry.Files.Single().Blob);
        var key = new ActionKey(Digest256.Of("any"u8));
        new RootRecord(_sample.Root, "{root}/Late.csproj", "", "", "Csc", key, key, DateTimeOffset.UtcNow.AddDays(3)).Write(_sample.Depot.Layout);
        var findings = Findings(new CliRunner(_sample.Root, _sample.Folder).Run("doctor", "--json").Json(ExitCode.FoundWrong));
        Has(findings, "builds have set aside 1 damaged file");
        Has(findings, $"Wrong {_sample.Folder}: it holds records from the future", "@ Late.csproj");
    }

    [TestMethod]
    public void Run_NamesWhatBindsResults_FromTheEntriesOfThisTree()
    {
        _sample.AddCompile("Free", "1");
        _sample.AddCompile("Bound", "1", boundBy: "Bound.dll: the path itself");
        var findings = Findings(new CliRunner(_sample.Root, _sample.Folder).Run("doctor", "--json").Json());
        Has(findings, "Notice results: some are bound to its root, and are made anew elsewhere", "@ src/Bound/Bound.csproj (Bound.dll: the path itself)");
    }

    [TestMethod]
    public void Run_TellsWhatTheLastBuildSaid()
    {
        var cli = new CliRunner(_sample.Root, _sample.Folder);
        _sample.AddBuild("CD0096: it is refused.", _sample.Action("Lib"));
        Has(Findings(cli.Run("doctor", "--json").Json()), "Notice the last build: CD0096: it is refused", "'compiledepot help CD0096' tells more.");
        _sample.AddBuild(_sample.Action("Lib", minutes: 9));
        Has(Findings(cli.Run("doctor", "--json").Json()), "Good the last build: it said nothing against a depot");
    }

    [TestMethod]
    public void Run_ReadsVariablesAndTheResponseFile()
    {
        File.WriteAllText(Path.Combine(_sample.Root, "Directory.Build.rsp"), "-mt\n-nodeReuse:false\n");
        var cli = new CliRunner(_sample.Root, _sample.Folder) { Variables = { ["MSBUILDUSESERVER"] = "1", ["UseSharedCompilation"] = "false", ["MSBUILDFORCEMULTITHREADED"] = "1" } };
        var findings = Findings(cli.Run("doctor", "--json").Json(ExitCode.FoundWrong));
        Has(findings, "Wrong environment: ", "Directory.Build.rsp has -mt: in the multithreaded mode CompileDepot is off");
        Has(findings, "Wrong environment: MSBUILDFORCEMULTITHREADED=1");
        Has(findings, "Notice environment: MSBUILDUSESERVER is set");
        Has(findings, "Notice environment: the compiler server is off");
        Has(findings, "Notice environment: MSBuild's nodes are not kept");
    }

    [TestMethod]
    [DataRow("MSBuild.rsp", "-mt")]
    [DataRow("Directory.Build.rsp", "@\"%MSBuildThisFileDirectory%more.rsp\"")]
    public void Run_SaysThatCompilesFail_WhenTheSwitchIsWhereNoBuildLooks(string file, string text)
    {
        File.WriteAllText(Path.Combine(_sample.Root, file), text);
        File.WriteAllText(Path.Combine(_sample.Root, "more.rsp"), "-mt");
        Has(Findings(new CliRunner(_sample.Root, _sample.Folder).Run("doctor", "--json").Json(ExitCode.FoundWrong)), "has -mt, which builds see in Directory.Build.rsp alone: their compiles fail");
    }

    [TestMethod]
    public void Run_DoesNotCallCachingOff_WhenAllProjectsNameADepot()
    {
        using var tree = new EvaluatedTree();
        tree.WriteProject("Lib");
        var cli = new CliRunner(tree.Root, depotPath: "");
        var findings = Findings(cli.Run("doctor", "Lib", "--json").Json());
        Assert.IsFalse(findings.Exists(f => f.Contains("caching is off", StringComparison.Ordinal)));
        Has(findings, "Unchecked depots: ", $"CompileDepotPath={tree.Depot}");
        tree.WriteProject("Off", "<CompileDepotPath></CompileDepotPath>", """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""");
        Has(Findings(cli.Run("doctor", "Off", "--json").Json(ExitCode.FoundWrong)), "Wrong depots: caching is off", "@ Off/Off.csproj");
    }

    [TestMethod]
    public void Run_BlamesTheProjectWhoseSettingIsWrong_AndNoneThatRefersToIt()
    {
        using var tree = new EvaluatedTree();
        tree.WriteProject("Bad", "<CompileDepotMode>Foo</CompileDepotMode>");
        tree.WriteProject("Top", rest: """<ItemGroup><ProjectReference Include="../Bad/Bad.csproj" /></ItemGroup>""");
        var findings = Findings(tree.Cli.Run("doctor", "Top", "--json").Json(ExitCode.FoundWrong));
        Assert.IsTrue(findings.Exists(f => f.StartsWith("Wrong whole projects: CompileDepotMode is 'Foo'", StringComparison.Ordinal) && f.EndsWith("@ Bad/Bad.csproj", StringComparison.Ordinal)), string.Join('\n', findings));
        Has(findings, "Unchecked whole projects: the hash of Bad/Bad.csproj is not known", "@ Top/Top.csproj");
    }

    [TestMethod]
    public void Run_NamesTheProjectsOfEachSetting()
    {
        Write("Loose/Loose.csproj", Sdk + "<Deterministic>false</Deterministic></PropertyGroup></Project>");
        Write("Starred/Starred.csproj", Sdk + "<AssemblyVersion>1.0.*</AssemblyVersion></PropertyGroup></Project>");
        Write("Inside/Inside.csproj", Sdk + "<DebugType>embedded</DebugType><CompileDepotMods>Off</CompileDepotMods><SignAssembly>true</SignAssembly><AssemblyOriginatorKeyFile>a.snk</AssemblyOriginatorKeyFile></PropertyGroup></Project>");
        Write("Floats/Floats.csproj", Sdk + "</PropertyGroup><ItemGroup><PackageReference Include=\"Some.Package\" Version=\"1.*\" /><PackageReference Include=\"Other\" Version=\"[1.0,2.0)\" /></ItemGroup></Project>");
        Write("Clean/Clean.csproj", Sdk + "</PropertyGroup></Project>");
        Write("All.slnx", "<Solution>" + string.Concat(new[] { "Loose", "Starred", "Inside", "Floats", "Clean" }.Select(n => $"<Project Path=\"{n}/{n}.csproj\" />")) + "</Solution>");
        var cli = new CliRunner(_sample.Root, _sample.Folder);
        var findings = Findings(cli.Run("doctor", "--json").Json(ExitCode.FoundWrong));
        Has(findings, "Wrong settings: Deterministic=false", "@ Loose/Loose.csproj");
        Has(findings, "Wrong settings: a version with a star", "@ Starred/Starred.csproj (AssemblyVersion 1.0.*)");
        Has(findings, "Notice settings: DebugType=embedded", "@ Inside/Inside.csproj");
        Has(findings, "Notice settings: settings that CompileDepot does not have", "@ Inside/Inside.csproj (CompileDepotMods: perhaps CompileDepotMode)");
        Has(findings, "Notice settings: a strong name with a private key", "@ Inside/Inside.csproj");
        Has(findings, "Notice settings: floating package versions", "@ Floats/Floats.csproj (Some.Package 1.*)");
        Has(findings, "Wrong CompileDepot.Sdk: no project imports it");
        Assert.IsFalse(findings.Exists(f => f.Contains("Clean", StringComparison.Ordinal)));
        Has(Findings(cli.Run("doctor", "Clean", "-p", "ContinuousIntegrationBuild=true", "--json").Json(ExitCode.FoundWrong)), "Notice settings: ContinuousIntegrationBuild=true", "@ Clean/Clean.csproj");
    }

    [TestMethod]
    public void Run_IsWrong_WhenTheProjectsCanNotBeEvaluated()
    {
        Write("Lib.csproj", "<Project><Wrong /></Project>");
        Has(Findings(new CliRunner(_sample.Root, _sample.Folder).Run("doctor", "--json").Json(ExitCode.FoundWrong)), "Wrong projects: ", "Lib.csproj(1,10): MSB4067");
    }

    [TestMethod]
    [DataRow("<CompileDepotMode>Foo</CompileDepotMode>", "CompileDepotMode is 'Foo'")]
    [DataRow("<CompileDepotTrustedKeys>missing.pem</CompileDepotTrustedKeys>", "missing.pem")]
    [DataRow("<CompileDepotMaxSize>much</CompileDepotMaxSize>", "CompileDepotMaxSize is 'much'")]
    public void Run_NamesTheSetting_WhenAProjectHasOneThatMeansNothing(string property, string what)
    {
        using var tree = new EvaluatedTree();
        tree.WriteProject("Lib", property);
        Has(Findings(tree.Cli.Run("doctor", "Lib", "--json").Json(ExitCode.FoundWrong)), "Wrong whole projects: ", what, "@ Lib/Lib.csproj");
    }

    [TestMethod]
    public void Run_LooksAtTheRootOfTheProjects_AndTellsOfDepotsThatItDoesNotLookAt()
    {
        using var tree = new EvaluatedTree();
        tree.WriteProject("Lib", $"<CompileDepotRoot>{_sample.Root}</CompileDepotRoot>");
        _sample.AddCompile("Lib", "1");
        var findings = Findings(new CliRunner(tree.Root, _sample.Folder).Run("doctor", "Lib", "--json").Json());
        Has(findings, "Good results: all of this tree");
        Has(findings, "Unchecked depots: ", $"CompileDepotPath={tree.Depot}", "@ ");
        Assert.IsFalse(Findings(tree.Cli.Run("doctor", "Lib", "--json").Json()).Exists(f => f.Contains("CompileDepotPath", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("false", "CompileDepot is off in every build")]
    [DataRow("0", "neither true nor false, so every build of this shell fails (CD0004)")]
    public void Run_SaysWhatTheVariableDoes_WhenItIsNotTrue(string value, string what)
    {
        var cli = new CliRunner(_sample.Root, _sample.Folder) { Variables = { ["CompileDepotEnabled"] = value } };
        Has(Findings(cli.Run("doctor", "--json").Json(ExitCode.FoundWrong)), $"Wrong environment: CompileDepotEnabled={value}", what);
    }

    [TestMethod]
    public void Run_ComparesVersions_WhenGlobalJsonPinsAnother()
    {
        var cli = new CliRunner(_sample.Root, _sample.Folder);
        cli.Run("init", "--version", "1.2.3").Check(ExitCode.Done, "");
        Has(Findings(cli.Run("doctor", "--json").Json(ExitCode.FoundWrong)), "Wrong CompileDepot.Sdk: builds use version 1.2.3, and this tool is ");
    }

    [TestMethod]
    [DataRow("doctor nowhere", "There is no project or solution")]
    [DataRow("doctor --determinism", "holds no project and no solution")]
    public void Run_IsACodedError_WhenTheProjectIsNotThere(string line, string message) =>
        new CliRunner(_sample.Root, _sample.Folder).Run(line.Split(' ')).Check(ExitCode.FoundWrong, error: "error CD0110: ").Check(ExitCode.FoundWrong, error: message);

    private static List<string> Findings(System.Text.Json.JsonElement json)
    {
        Assert.AreEqual("ok findings", JsonShape.Names(json));
        var findings = json.GetProperty("findings").EnumerateArray().ToList();
        Assert.AreEqual("verdict about what where fix", JsonShape.Names(findings[0]));
        return [.. findings.Select(f => $"{f.GetProperty("verdict")} {f.GetProperty("about")}: {f.GetProperty("what")} → {f.GetProperty("fix")} @ {string.Join(", ", f.GetProperty("where").EnumerateArray())}")];
    }

    private static void Has(List<string> findings, params string[] parts) =>
        Assert.IsTrue(findings.Exists(f => parts.All(p => f.Contains(p, StringComparison.Ordinal))), $"no '{string.Join("' with '", parts)}' in\n{string.Join('\n', findings)}");

    private void Write(string path, string text)
    {
        var full = Path.Combine(_sample.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
