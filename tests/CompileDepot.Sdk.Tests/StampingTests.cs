using System.Security.Cryptography;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>
/// DESIGN section 12, trap 12: a commit that changes no input of a project is a hit, and what is restored tells the new commit, byte for byte as a compile there. Every build here is compared
/// with the plain one at the same path and commit.
/// </summary>
[TestClass]
public sealed class StampingTests : ScenarioTest
{
    [TestMethod]
    public void Build_RestoresEverything_WhenACommitChangesNothing()
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        var repository = NewRepository(workspace);
        var before = workspace.Build(3, 0);
        repository.CommitEmpty("two");
        var after = workspace.Build(0, 3);
        Assert.AreNotEqual(before.Files["Lib/obj/Debug/net10.0/Lib.dll"], after.Files["Lib/obj/Debug/net10.0/Lib.dll"], "the id is in the file");
        repository.CommitEmpty("three");
        workspace.BuildAgain(0, 3);
        repository.PackReferences();
        workspace.BuildAgain(0, 0);
    }

    [TestMethod]
    public void Build_CompilesOneProject_WhenACommitChangesIt()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        var repository = NewRepository(workspace);
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "Hello", "Good day");
        repository.CommitEmpty("two");
        workspace.Build(1, 2);
    }

    [TestMethod]
    public void Build_GivesThePlainResult_InAllLanguages()
    {
        var workspace = NewWorkspace();
        Samples.AllLanguages(workspace.Tree);
        var repository = NewRepository(workspace);
        workspace.Build(4, 0);
        repository.CommitEmpty("two");
        workspace.Build(0, 4);
    }

    [TestMethod]
    [DataRow("PublishRepositoryUrl", "true", "https://github.com/example/repo.git")]
    [DataRow("IncludeSourceRevisionInInformationalVersion", "false", "https://github.com/example/repo.git")]
    [DataRow("EnableSourceLink", "false", "https://github.com/example/repo.git")]
    [DataRow("DebugType", "none", "https://github.com/example/repo.git")]
    [DataRow("EmbedAllSources", "true", null)]
    [DataRow("ContinuousIntegrationBuild", "true", "https://github.com/example/repo.git")]
    public void Build_Restores_WhateverOfTheCommitTheProjectShows(string property, string value, string? remote)
    {
        var workspace = OneLibrary(out var library);
        library.Set(property, value);
        var repository = NewRepository(workspace, remote);
        workspace.Build(1, 0);
        repository.CommitEmpty("two");
        workspace.Build(0, 1);
    }

    [TestMethod]
    [DataRow("DebugType", "embedded", "its PDB is embedded")]
    [DataRow("AssemblyOriginatorKeyFile", "key.snk", "it is signed")]
    public void Build_CompilesAndSaysWhy_WhenTheCommitCannotBeStamped(string property, string value, string reason)
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        library.Set(property, value).Set("SignAssembly", property == "DebugType" ? null : "true").File("key.snk", Key());
        var repository = NewRepository(workspace);
        workspace.Build(1, 0);
        var first = repository.Commit;
        repository.CommitEmpty("two");
        var outcome = workspace.Build(1, 0);
        var said = outcome.Log.DepotMessages.Single(m => m.Contains("compiled Lib", StringComparison.Ordinal));
        Assert.Contains("bound to its root and commit", said);
        Assert.Contains(reason, said);
        repository.Detach(first);
        workspace.Build(0, 1);
    }

    [TestMethod]
    public void Build_StampsForTheSameRoot_WhenAPathIsInTheCode()
    {
        var workspace = OneLibrary(out var library);
        library.File("Where.cs", $"namespace Sample;\n\npublic static class Where\n{{\n    public static string There() => @\"{workspace.Tree.Root}\";\n}}\n");
        var repository = NewRepository(workspace);
        workspace.Build(1, 0);
        repository.CommitEmpty("two");
        workspace.Build(0, 1);
    }

    /// <summary>The generator itself holds the commit, and so does its helper: what they are must not change with it.</summary>
    [TestMethod]
    public void Build_RestoresConsumers_WhenTheirGeneratorIsOfTheSameTree()
    {
        var workspace = OneLibrary(out var library);
        var helper = workspace.Tree.Add(GeneratorKit.Project("Helper")).File("Helper.cs", GeneratorKit.HelperSource);
        var maker = workspace.Tree.Add(GeneratorKit.Project("Maker").References(helper).Item(GeneratorKit.RoslynReference)
            .Set("GetTargetPathDependsOn", "$(GetTargetPathDependsOn);AddHelper")
            .Element("""
              <Target Name="AddHelper">
                <ItemGroup><TargetPathWithTargetPlatformMoniker Include="../Helper/bin/$(Configuration)/netstandard2.0/Helper.dll" IncludeRuntimeDependency="false" /></ItemGroup>
              </Target>
            """)).File("Maker.cs", GeneratorKit.Source);
        library.Item($"<ProjectReference Include=\"../{maker.Path}\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />")
            .File("Use.cs", "namespace Sample;\n\npublic static class Use\n{\n    public static string It() => Made.Text;\n}\n");
        var repository = NewRepository(workspace);
        var step = new BuildStep { UsesServer = false };
        workspace.Build(3, 0, step);
        repository.CommitEmpty("two");
        workspace.Build(0, 3, step);
    }

    // A key pair as "sn -k" makes it.
    private static byte[] Key()
    {
        using var key = new RSACryptoServiceProvider(2048);
        return key.ExportCspBlob(includePrivateParameters: true);
    }
}
