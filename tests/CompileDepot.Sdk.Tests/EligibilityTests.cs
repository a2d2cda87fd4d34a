using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What a project does beside the SDK's own steps keeps it from being restored whole, until it is declared; who refers to it stays right.</summary>
[TestClass]
public sealed class EligibilityTests : ScenarioTest
{
    private const string Generate = """
          <Target Name="Generate" BeforeTargets="CoreCompile">
            <WriteLinesToFile File="$(IntermediateOutputPath)Words.g.cs" Lines="public static class Words { public const string Text = &quot;$([System.IO.File]::ReadAllText('$(MSBuildThisFileDirectory)../words.txt').Trim())&quot;%3B }" Overwrite="true" WriteOnlyWhenDifferent="true" />
            <Warning Code="WORD1" Text="Words are generated" />
            <ItemGroup>
              <Compile Include="$(IntermediateOutputPath)Words.g.cs" />
              <FileWrites Include="$(IntermediateOutputPath)Words.g.cs" />
            </ItemGroup>
          </Target>
        """;

    [TestMethod]
    public void Build_RunsWhatNobodyDeclared_WhenDepotIsWarm()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        tree.Write("words.txt", "first\n");
        var words = tree.Add(Samples.CSharp("Words").Element(Generate));
        var events = tree.Add(Samples.CSharp("Events").Set("PostBuildEvent", "echo after > $(TargetDir)after.txt").Set("PreBuildEvent", "echo before")).File("Events.cs", Samples.LibrarySource);
        var packed = tree.Add(Samples.CSharp("Packed").Set("GeneratePackageOnBuild", "true")).File("Packed.cs", "public class Packed;\n");
        tree.Add(Samples.CSharp("App").Set("OutputType", "Exe").References(words, events, packed)
            .Item("<RestorableTarget Include=\"Early\" />")
            .Element("<Target Name=\"Early\" BeforeTargets=\"_CheckForInvalidConfigurationAndPlatform\"><Warning Code=\"EARLY1\" Text=\"Before anything else\" /></Target>")).File("Program.cs", "Console.WriteLine(Words.Text + Sample.Greeter.Greet(\"you\"));\n");
        var step = new BuildStep();
        workspace.Build(4, 0, step);
        // The three run; App, whose dependencies came out as before, is restored.
        AssertWhole(1, workspace.Build(0, 4, step));
        AssertWhole(0, workspace.BuildAgain(null, null, step));
        tree.Write("words.txt", "second\n");
        AssertWhole(0, workspace.BuildAgain(2, null, step));
        tree.Write("words.txt", "first\n");
        AssertWhole(1, workspace.BuildAgain(0, null, step));

        // Declared, with what it reads: restored, and still right.
        words.Item("<RestorableTarget Include=\"Generate\" />").Item("<None Include=\"../words.txt\" />");
        workspace.Build(0, 4, step);
        AssertWhole(2, workspace.Build(0, 4, step));
        tree.Write("words.txt", "third\n");
        workspace.BuildAgain(2, null, step);
        tree.Write("words.txt", "first\n");
        AssertWhole(2, workspace.BuildAgain(0, null, step));
    }

    /// <summary>A project without the SDK that is only built before: nobody knows what its build depends on.</summary>
    [TestMethod]
    public void Build_SaysWhyItIsNotStoredWhole_WhenADependencyTellsNoHash()
    {
        var workspace = OneLibrary(out var library);
        workspace.Tree.Write("order.proj", "<Project>\n  <Target Name=\"Build\" />\n</Project>\n");
        library.Item("<ProjectReference Include=\"../order.proj\" ReferenceOutputAssembly=\"false\" />");
        var built = workspace.Build(1, 0);
        NeedsSdk();
        Assert.AreEqual(1, built.Log.DepotMessages.Count(m => m.Contains("Lib (net10.0) is not stored whole: ", StringComparison.Ordinal) && m.Contains("order.proj", StringComparison.Ordinal)), built.BinlogPath);
    }

    /// <summary>The environment counts where a project asks for it, and the clock always differs.</summary>
    [TestMethod]
    public void Build_IsNotRestored_WhenItsEvaluationAsksForSomethingElse()
    {
        var workspace = OneLibrary(out var library);
        library.Set("AssemblyTitle", "for $(MY_VAR)");
        BuildStep With(string name, string value) => new BuildStep().WithEnvironment(name, value);
        workspace.Build(1, 0, With("MY_VAR", "one"));
        AssertWhole(1, workspace.Build(0, 1, With("MY_VAR", "one")));
        AssertWhole(1, workspace.Build(0, 1, With("MY_VAR", "one").WithEnvironment("OTHER_VAR", "two")));
        workspace.Build(1, 0, With("MY_VAR", "two"));
        library.Set("AssemblyTitle", null).Set("Moment", "$([System.DateTime]::UtcNow.Ticks)");
        workspace.Build(1, 0);
        AssertWhole(0, workspace.Build(0, 1));
    }

    /// <summary>A file that changes after it was read for the hash: what was built is not what the hash says.</summary>
    [TestMethod]
    public void Build_IsNotStored_WhenAnInputChangesDuringIt()
    {
        var workspace = OneLibrary(out var library);
        library.File("data.txt", "at first\n").Item("<Content Include=\"data.txt\" CopyToOutputDirectory=\"PreserveNewest\" />").Item("<RestorableTarget Include=\"Meddle\" />")
            .Element("<Target Name=\"Meddle\" BeforeTargets=\"CoreCompile\"><WriteLinesToFile File=\"data.txt\" Lines=\"then\" Overwrite=\"true\" WriteOnlyWhenDifferent=\"true\" /></Target>");
        workspace.Cached(new BuildStep());
        File.WriteAllText(workspace.Tree.PathOf("Lib/data.txt"), "at first\n");
        AssertWhole(0, workspace.Cached(new BuildStep()));
    }
}
