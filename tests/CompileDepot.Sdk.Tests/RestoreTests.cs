using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>The oracle keeps what <c>dotnet restore</c> wrote on the cached side: here it is proved that the plain side writes the same.</summary>
[TestClass]
public sealed class RestoreTests : ScenarioTest
{
    [TestMethod]
    [DataRow(SdkWay.Repository)]
    [DataRow(SdkWay.Element)]
    [DataRow(SdkWay.Attribute)]
    public void Restore_WritesTheSameFiles_WithAndWithoutTheSdk(SdkWay way)
    {
        var workspace = NewWorkspace(way);
        Samples.AllLanguages(workspace.Tree);
        workspace.Restore();
        var plain = Path.Combine(Folder, "w", "plain");
        workspace.Tree.WritePlainTo(plain);
        var with = OutputFiles.Digests(workspace.Tree, workspace.Tree.Root);
        var without = workspace.AtTheTreesPlace(() =>
        {
            DotNet.Run(new DotNetCall { Arguments = ["restore", workspace.Tree.SolutionFile], WorkingFolder = workspace.Tree.Root });
            return OutputFiles.Digests(workspace.Tree, workspace.Tree.Root);
        });
        Assert.IsNotEmpty(with);
        Assert.AreSequenceEqual(without.ToList(), with.ToList());
    }
}
