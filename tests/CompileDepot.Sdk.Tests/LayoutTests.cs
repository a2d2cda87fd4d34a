using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Where outputs go, which part of a solution is built, and where versions stand.</summary>
[TestClass]
public sealed class LayoutTests : ScenarioTest
{
    [TestMethod]
    public void Build_RestoresWhole_WhenArtifactsOutputAndCentralVersionsAreUsed()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <UseArtifactsOutput>true</UseArtifactsOutput>\n  </PropertyGroup>\n</Project>\n");
        tree.Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="System.Memory" Version="4.5.5" />
                <PackageVersion Include="Microsoft.CodeAnalysis.Common" Version="4.14.0" />
              </ItemGroup>
            </Project>

            """);
        var (lib, _, _) = Samples.Chain(tree);
        lib.Item("<PackageReference Include=\"Microsoft.CodeAnalysis.Common\" />");
        var step = new BuildStep();
        workspace.Build(3, 0, step);
        AssertWhole(3, workspace.Build(0, 3, step));

        // A part of the solution, and a project alone whose references lie outside of its folder.
        tree.Write("Part.slnf", "{ \"solution\": { \"path\": \"All.slnx\", \"projects\": [ \"Lib/Lib.csproj\", \"Middle/Middle.csproj\" ] } }\n");
        AssertWhole(2, workspace.Build(0, 2, step with { Project = "Part.slnf" }));
        AssertWhole(3, workspace.Build(0, 3, step with { Project = "App/App.csproj" }));
        lib.Edit("Lib.cs", "Hello", "Bye");
        workspace.BuildAgain(1, 0, step with { Project = "App/App.csproj" });
        AssertWhole(0, workspace.BuildAgain(0, 0, step));
        AssertPlainHasNothingToDo(workspace);
        // What was recorded upon outputs of a former build is whole, its warnings too.
        AssertWhole(3, workspace.Build(0, 3, step));
    }
}
