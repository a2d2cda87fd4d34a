using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Restore of packages after a clean checkout: what comes from the depot is what NuGet writes there by itself, and NuGet takes it for its own.</summary>
[TestClass]
public sealed class PackageRestoreTests : ScenarioTest
{
    [TestMethod]
    public void CleanCheckout_ComesFromTheDepot_AndNuGetIsUpToDate()
    {
        var scenario = TwoProjects();
        Assert.AreEqual(2, scenario.Restore().Kept);
        AssertFromDepot(scenario.Restore(), 2);
        var again = scenario.Again();
        Assert.AreEqual(0, again.FromDepot, "a tree that was restored before is NuGet's own affair");
    }

    [TestMethod]
    public void OtherCheckout_HasItsOwnPaths()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        // Longer, and with the former as its beginning.
        AssertFromDepot(scenario.CheckOut("tree two/sub@1").Restore(), 2);
    }

    [TestMethod]
    public void OneProject_SharesWithItsSolution()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        AssertFromDepot(scenario.Restore("App/App.csproj"), 2);
    }

    [TestMethod]
    public void SolutionFilter_SharesWithItsSolution()
    {
        var scenario = TwoProjects();
        scenario.Tree.Write("Some.slnf", """{ "solution": { "path": "All.slnx", "projects": [ "Lib/Lib.csproj" ] } }""");
        scenario.Restore();
        AssertFromDepot(scenario.Restore("Some.slnf"), 1);
    }

    [TestMethod]
    public void SolutionWithoutOurFile_IsLeftToNuGet_ButItsProjectsAreNot()
    {
        var scenario = Fill(new PackageScenario(Folder, way: SdkWay.Element));
        var solution = scenario.Restore();
        Assert.AreEqual((0, 0), (solution.Kept, solution.FromDepot));
        Assert.AreEqual(2, scenario.Restore("App/App.csproj").Kept);
        AssertFromDepot(scenario.Restore("App/App.csproj"), 2);
    }

    [TestMethod]
    public void CentralVersions_WithTransitivePinning()
    {
        var scenario = TwoProjects();
        scenario.Tree.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Upper" Version="1.0.0" />
                <PackageVersion Include="Lower" Version="1.1.0" />
              </ItemGroup>
            </Project>

            """);
        scenario.Tree.Edit("Lib/Lib.csproj", " Version=\"1.0.0\"", "");
        Assert.AreEqual(2, scenario.Restore().Kept);
        AssertFromDepot(scenario.Restore(), 2);
        Assert.Contains("lower/1.1.0", File.ReadAllText(scenario.Tree.PathOf("App/obj/project.assets.json")));
        scenario.Tree.Edit("Directory.Packages.props", "1.1.0", "1.0.0");
        Assert.AreEqual(0, scenario.Restore().FromDepot, "another version is pinned");
    }

    [TestMethod]
    public void LockFile_IsHeldToInLockedMode()
    {
        var scenario = TwoProjects();
        scenario.Tree.Edit("Lib/Lib.csproj", "<TargetFramework>", "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile><TargetFramework>");
        Assert.AreEqual(1, scenario.Run().Kept, "a lock file that NuGet writes is no input");
        scenario.Run();
        scenario.Tree.Write("Lib/packages.lock.json", File.ReadAllText(scenario.Tree.PathOf("Lib/packages.lock.json")));
        scenario.Restore("--locked-mode");
        AssertFromDepot(scenario.Restore("--locked-mode"), 2);
        var hash = scenario.Tree.Read("Lib/packages.lock.json").Split("\"contentHash\": \"")[1].Split('"')[0];
        scenario.Tree.Edit("Lib/packages.lock.json", hash, new string('A', 86) + "==");
        Assert.AreNotEqual(0, scenario.Restore("--locked-mode").ExitCode);
        Assert.AreNotEqual(0, scenario.Restore("--locked-mode").ExitCode, "a failure is not kept");
    }

    [TestMethod]
    public void ChangedVersion_IsResolvedByNuGet()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        scenario.Tree.Edit("Lib/Lib.csproj", "1.0.0", "2.0.0");
        var changed = scenario.Restore();
        Assert.AreEqual((0, 2), (changed.FromDepot, changed.Kept), "the project, and the one that refers to it");
        scenario.Tree.Edit("Lib/Lib.csproj", "2.0.0", "1.0.0");
        AssertFromDepot(scenario.Restore(), 2);
    }

    [TestMethod]
    public void ChangedSource_IsResolvedByNuGet()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        var other = new PackageFeed(Path.Combine(Folder, "other"));
        scenario.UseSources(scenario.Feed.Folder, other.Folder);
        Assert.AreEqual(0, scenario.Restore().FromDepot);
        AssertFromDepot(scenario.Restore(), 2);
    }

    [TestMethod]
    public void DeletedPackage_IsFetchedByNuGet()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        scenario.DeletePackage("Lower", "1.0.0");
        var outcome = scenario.Run();
        Assert.AreEqual(0, outcome.FromDepot);
        Assert.AreSequenceEqual(scenario.RunPlain().Files.ToList(), outcome.Files.ToList());
    }

    [TestMethod]
    public void ReplacedPackage_IsNotWhatWasRecorded()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        scenario.DeletePackage("Lower", "1.0.0");
        scenario.Feed.Remove("Lower", "1.0.0");
        scenario.Feed.Add("Lower", "1.0.0", "net9.0");
        scenario.RunPlain();
        Assert.AreEqual(0, scenario.Restore().FromDepot, "the same version has other content now");
    }

    [TestMethod]
    public void SeveralFrameworks()
    {
        var scenario = TwoProjects();
        // The framework's own package comes from where this machine has its packages from.
        scenario.Tree.Edit("NuGet.config", "    <clear />\n", "");
        scenario.Tree.Edit("Lib/Lib.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><NoWarn>NU1701;NU1202</NoWarn>");
        scenario.Tree.Edit("Lib/Lib.csproj", "<PackageReference ", "<PackageReference Condition=\"'$(TargetFramework)' == 'net10.0'\" ");
        Assert.AreEqual(2, scenario.Restore().Kept);
        AssertFromDepot(scenario.Restore(), 2);
    }

    [TestMethod]
    public void ArtifactsOutput()
    {
        var scenario = TwoProjects();
        scenario.Tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup>\n</Project>\n");
        Assert.AreEqual(2, scenario.Restore().Kept);
        AssertFromDepot(scenario.Restore(), 2);
    }

    [TestMethod]
    public void StaticGraph_IsLeftToNuGet()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        Assert.AreEqual(0, scenario.Restore("-p:RestoreUseStaticGraphEvaluation=true").FromDepot);
    }

    [TestMethod]
    [DataRow("--force")]
    [DataRow("--force-evaluate")]
    [DataRow("--no-http-cache")]
    [DataRow("-p:CompileDepotPackageRestore=false")]
    [DataRow("-p:CompileDepotMode=Off")]
    [DataRow("-p:CompileDepotMode=Verify")]
    public void AskedToLookAgain_NuGetIsAlone(string argument)
    {
        var scenario = TwoProjects();
        scenario.Restore();
        var before = scenario.Depot.Listing();
        var outcome = scenario.Restore(argument);
        Assert.AreEqual((0, 0), (outcome.FromDepot, outcome.Kept));
        Assert.AreEqual(before, scenario.Depot.Listing());
    }

    [TestMethod]
    public void ReadOnlyMode_UsesAndKeepsNothing()
    {
        var scenario = TwoProjects();
        Assert.AreEqual(0, scenario.Restore("-p:CompileDepotMode=ReadOnly").Kept);
        Assert.IsEmpty(scenario.Depot.Entries);
        scenario.Restore();
        AssertFromDepot(scenario.Restore("-p:CompileDepotMode=ReadOnly"), 2);
    }

    [TestMethod]
    public void Damage_IsFoundAndHealed()
    {
        var scenario = TwoProjects();
        scenario.Restore();
        foreach (var blob in scenario.Depot.OutputBlobs())
            DepotFolder.Overwrite(blob, bytes => [.. bytes.Take(100), (byte)(bytes[100] ^ 1), .. bytes.Skip(101)]);
        var damaged = scenario.Restore();
        Assert.AreEqual((0, 2), (damaged.FromDepot, damaged.Kept));
        Assert.Contains("CD0021", damaged.Output);
        AssertFromDepot(scenario.Restore(), 2);
    }

    [TestMethod]
    public void DepotThatCannotBeWritten_FailsNothing()
    {
        var scenario = TwoProjects();
        File.WriteAllText(scenario.Depot.Folder, "no folder");
        Assert.AreEqual(0, scenario.Restore().ExitCode);
    }

    [TestMethod]
    [DataRow("1.*")]
    [DataRow("(0.9.0, )")]
    [DataRow("0.9.0")]
    public void VersionThatSourcesDecide_IsNotKept(string version)
    {
        var scenario = TwoProjects();
        scenario.Tree.Edit("Lib/Lib.csproj", "Version=\"1.0.0\"", $"Version=\"{version}\"");
        scenario.Tree.Edit("Lib/Lib.csproj", "<TargetFramework>", "<NoWarn>NU1603</NoWarn><TargetFramework>");
        Assert.AreEqual(0, scenario.Restore().Kept);
        scenario.Feed.Add("Upper", "0.9.0").Add("Upper", "1.2.0");
        scenario.Restore();
    }

    [TestMethod]
    public void Warnings_AreLoggedAgain()
    {
        var scenario = TwoProjects();
        scenario.Feed.Add("Old", "1.0.0", "net472");
        scenario.Tree.Edit("Lib/Lib.csproj", "<PackageReference ", "<PackageReference Include=\"Old\" Version=\"1.0.0\" />\n    <PackageReference ");
        Assert.Contains("NU1701", string.Concat(scenario.Restore().Diagnostics));
        var again = scenario.Restore();
        AssertFromDepot(again, 2);
        Assert.Contains("NU1701", string.Concat(again.Diagnostics));
        Assert.AreNotEqual(0, scenario.Restore("-warnaserror").ExitCode);
    }

    [TestMethod]
    public void Audit_SaysWhatIsKnownToday()
    {
        var scenario = TwoProjects();
        using var server = new AdvisoryServer();
        scenario.UseSources(scenario.Feed.Folder, server.Source);
        Assert.AreEqual(2, scenario.Restore().Kept);
        AssertFromDepot(scenario.Restore(), 2);

        server.Known = $$"""{ "unrelated": {{AdvisoryServer.Advisory("1.0.0")}} }""";
        scenario.HttpCache += "2";
        AssertFromDepot(scenario.Restore(), 2);

        server.Known = $$"""{ "lower": {{AdvisoryServer.Advisory("1.0.0")}} }""";
        scenario.HttpCache += "3";
        var warned = scenario.Restore();
        Assert.AreEqual((0, 2), (warned.FromDepot, warned.Kept));
        Assert.Contains("NU1903", string.Concat(warned.Diagnostics));
        var again = scenario.Restore();
        AssertFromDepot(again, 2);
        Assert.Contains("NU1903", string.Concat(again.Diagnostics));
    }

    private static void AssertFromDepot(PackageOutcome outcome, int projects)
    {
        Assert.AreEqual(projects, outcome.FromDepot, outcome.Output);
        Assert.AreEqual(projects, outcome.UpToDate(projects), outcome.Output);
        Assert.AreEqual(0, outcome.Kept, outcome.Output);
    }

    private PackageScenario TwoProjects()
    {
        NeedsSdk();
        return Fill(new PackageScenario(Folder));
    }

    // App → Lib → Upper → Lower.
    private static PackageScenario Fill(PackageScenario scenario)
    {
        NeedsSdk();
        foreach (var version in new[] { "1.0.0", "1.1.0" })
            scenario.Feed.Add("Lower", version);
        foreach (var version in new[] { "1.0.0", "2.0.0" })
            scenario.Feed.Add("Upper", version, dependencies: ("Lower", "1.0.0"));
        var lib = scenario.Tree.Add(Samples.CSharp("Lib").Item("<PackageReference Include=\"Upper\" Version=\"1.0.0\" />"));
        scenario.Tree.Add(Samples.CSharp("App").References(lib));
        return scenario;
    }
}
