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
                "net10.0": { "Core/1.0.0": { "framework": ".NETCoreApp,Version=v10.0" }, "Plain/1.0.0": {}, "Acme/2.0.0": {} },
                "net9.0": { "Core/1.0.0": { "framework": ".NETStandard,Version=v2.0" } }
              },
              "libraries": {
                "Core/1.0.0": { "msbuildProject": "../Core/Core.csproj" },
                "Plain/1.0.0": { "msbuildProject": "../Plain/Plain.csproj" },
                "Acme/2.0.0": { "type": "package" }
              },
              "project": { "restore": { "projectPath": "{{folder.Path}}/App/App.csproj" } }
            }
            """);
        var frameworks = ResolvedFrameworks.Read(file);
        CollectionAssert.AreEqual(new[] { ".NETCoreApp,Version=v10.0", ".NETStandard,Version=v2.0" }, frameworks[Path.Combine(folder.Path, "Core", "Core.csproj")].ToArray());
        CollectionAssert.AreEqual(new string?[] { null }, frameworks[Path.Combine(folder.Path, "Plain", "Plain.csproj")].ToArray());
        Assert.HasCount(2, frameworks);
        File.WriteAllText(file, "{ \"targets\": {} }");
        Assert.IsEmpty(ResolvedFrameworks.Read(file));
        Assert.IsEmpty(ResolvedFrameworks.Read(Path.Combine(folder.Path, "none.json")));
    }
}
