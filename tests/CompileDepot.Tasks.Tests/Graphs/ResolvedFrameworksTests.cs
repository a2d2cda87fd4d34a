using CompileDepot.Tasks.Graphs;

namespace CompileDepot.Tasks.Tests.Graphs;

[TestClass]
public sealed class ResolvedFrameworksTests
{
    [TestMethod]
    public void Read_TellsTheFrameworksOfEachProject_AsNuGetResolvedThem()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "project.assets.json");
        File.WriteAllText(file, $$"""
            {
              "targets": {
                "net10.0/linux-x64": { "Core/1.0.0": { "framework": ".NETCoreApp,Version=v10.0" } },
                "net10.0": { "Core/1.0.0": { "framework": ".NETCoreApp,Version=v10.0" }, "Plain/1.0.0": {}, "Acme/2.0.0": {} },
                "net9.0": { "Core/1.0.0": { "framework": ".NETStandard,Version=v2.0" } }
              },
              "libraries": {
                "Core/1.0.0": { "msbuildProject": "../Core/Core.csproj" },
                "Plain/1.0.0": { "msbuildProject": "../Plain/Plain.csproj" },
                "Acme/2.0.0": { "type": "package" }
              },
              "project": { "restore": { "projectPath": "{{folder.Path}}/App/App.csproj" }, "frameworks": { "net10.0": { "framework": "net10.0", "targetAlias": "net10.0" }, "net9.0": { "targetAlias": "nine" } } }
            }
            """);
        var frameworks = ResolvedFrameworks.Read(file, "net10.0");
        var core = Path.Combine(folder.Path, "Core", "Core.csproj");
        CollectionAssert.AreEqual(new[] { ".NETCoreApp,Version=v10.0" }, frameworks[core].Distinct().ToArray());
        CollectionAssert.AreEqual(new string?[] { null }, frameworks[Path.Combine(folder.Path, "Plain", "Plain.csproj")].ToArray());
        Assert.HasCount(2, frameworks);
        CollectionAssert.AreEqual(new[] { ".NETStandard,Version=v2.0" }, ResolvedFrameworks.Read(file, "nine")[core].ToArray());
        Assert.IsEmpty(ResolvedFrameworks.Read(file, "net8.0"));
        File.WriteAllText(file, "{ \"targets\": {} }");
        Assert.IsEmpty(ResolvedFrameworks.Read(file, "net10.0"));
        Assert.IsEmpty(ResolvedFrameworks.Read(Path.Combine(folder.Path, "none.json"), "net10.0"));
    }
}
