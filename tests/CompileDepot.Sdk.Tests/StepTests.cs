using CompileDepot.Sdk.Tests.Fixtures;
using TestRun = CompileDepot.Sdk.Tests.Fixtures.TestRun;

namespace CompileDepot.Sdk.Tests;

/// <summary>Steps of the project's own: a command, and a task of somebody else's. Where the SDK is not, the same command runs as MSBuild's Exec, and the task as it is.</summary>
[TestClass]
public sealed class StepTests : ScenarioTest
{
    // Warns in canonical form with a full path, writes a source and a program, and leaves a mark beside the tree each time it runs.
    private const string Script = """
        #!/bin/sh
        echo run >> ../../runs
        echo "$PWD/words.txt(1,2): warning WORD1: a word in $PWD"
        echo "made of $(cat words.txt)"
        mkdir -p obj/gen
        echo "public static class Words { public const string Text = \"$(cat words.txt) $TONE${NOISE}\"; }" > obj/gen/Words.cs
        echo "echo $TONE" > obj/gen/say.sh
        chmod 755 obj/gen/say.sh

        """;

    private const string Target = """
          <Target Name="Words" BeforeTargets="CoreCompile">
            <Exec Command="sh words.sh" Condition="'$(CompileDepotMode)' == ''" />
            <CachedExec Command="sh words.sh" Inputs="words.txt" Outputs="obj/gen/Words.cs;obj/gen/say.sh" EnvironmentVariables="TONE" Condition="'$(CompileDepotMode)' != ''" />
            <ItemGroup>
              <Compile Include="obj/gen/Words.cs" />
              <FileWrites Include="obj/gen/Words.cs;obj/gen/say.sh" />
            </ItemGroup>
          </Target>
        """;

    [TestMethod]
    public void Build_RestoresWhatACommandGave_InAnotherCheckout()
    {
        NeedsShell();
        var first = Words(NewWorkspace());
        AssertSteps(1, 0, first.Build(1, 0));
        AssertSteps(0, 1, first.Build(0, 1));
        NeedsSdk();
        var second = Words(NewWorkspace(name: "elsewhere", depot: first.DepotPath));
        var outcome = second.Cached(new BuildStep());
        AssertSteps(0, 1, outcome);
        Assert.IsFalse(File.Exists(Runs(second)), "the command ran");
        Assert.Contains("made of hello", outcome.Output);
        // Bytes, modes, warnings with the paths of this checkout, against the plain build.
        AssertSteps(0, 1, second.Build(0, 1));
        AssertSteps(1, 0, second.Cached(new BuildStep().With("-p:CompileDepotMode=Refresh")));
        AssertSteps(0, 1, second.Cached(new BuildStep().With("-p:CompileDepotMode=Required")));
        var verified = second.Cached(new BuildStep().With("-p:CompileDepotMode=Verify"));
        AssertSteps(1, 0, verified);
        Assert.IsFalse(verified.Has("CD0011") || verified.Has("CD0083"), verified.Output);
    }

    [TestMethod]
    public void Build_RunsTheCommandAgain_WhenWhatItDeclaresChanged()
    {
        NeedsShell();
        var workspace = Words(NewWorkspace());
        workspace.Tree.Mark("before");
        AssertSteps(1, 0, workspace.Build(1, 0));
        Action<TestTree>[] edits =
        [
            tree => tree.Write("Lib/words.txt", "bye\n"),
            tree => tree.Edit("Lib/words.sh", "made of", "made from"),
            tree => tree.Edit("Lib/Lib.csproj", "sh words.sh", "TONE=low sh words.sh"),
        ];
        foreach (var edit in edits)
        {
            edit(workspace.Tree);
            AssertSteps(1, 0, workspace.Build(null, null));
            workspace.Tree.Return("before");
            AssertSteps(0, 1, workspace.Build(0, 1));
        }
        AssertSteps(1, 0, workspace.Build(1, 0, new BuildStep().WithEnvironment("TONE", "loud")));
        AssertSteps(0, 1, workspace.Build(0, 1));
    }

    /// <summary>What a command may not see changes nothing, with CompileDepot on and off.</summary>
    [TestMethod]
    public void Build_HidesVariablesFromTheCommand_WhenNobodyDeclaresThem()
    {
        NeedsShell();
        NeedsSdk();
        var workspace = Words(NewWorkspace());
        var step = new BuildStep().WithEnvironment("TONE", "loud");
        var on = workspace.Cached(step.WithEnvironment("NOISE", "much"));
        AssertSteps(1, 0, on);
        AssertSteps(0, 1, workspace.Cached(step));
        var off = workspace.Cached(step.WithEnvironment("NOISE", "much").With("-p:CompileDepotMode=Off"));
        Assert.AreEqual(0, off.ExitCode, off.Output);
        Assert.HasCount(2, File.ReadAllLines(Runs(workspace)));
        CollectionAssert.AreEqual(on.Files.Where(f => f.Key.StartsWith("Lib/obj/gen", StringComparison.Ordinal)).ToList(), off.Files.Where(f => f.Key.StartsWith("Lib/obj/gen", StringComparison.Ordinal)).ToList());
        // Off, the command runs as it always does.
        workspace.Build(null, null, new BuildStep().With("-p:CompileDepotMode=Off"));
    }

    [TestMethod]
    public void Explain_TellsWhyACommandRan_ApartFromCompiles()
    {
        NeedsShell();
        NeedsSdk();
        var workspace = Words(NewWorkspace());
        workspace.Build(1, 0);
        workspace.Tree.Write("Lib/words.txt", "bye\n");
        workspace.Build(1, 0);
        var explained = Tool.Run(workspace.Tree.Root, workspace.DepotPath, "explain", "Lib").Output;
        Assert.Contains("step Exec Lib/obj/gen/Words.cs", explained);
        Assert.Contains("file Lib/words.txt changed", explained);
        var stats = Tool.Run(workspace.Tree.Root, workspace.DepotPath, "stats", "--last").Output;
        Assert.Contains("0 restored, 1 compiled, ", stats);
        Assert.Contains("0 steps restored, 1 run", stats);
    }

    /// <summary>What Exec can do beside: another folder, whole folders of outputs, the text of the console; and a command that fails without failing the build, which is run each time.</summary>
    [TestMethod]
    public void Build_RestoresFoldersAndConsole_WhenTheCommandGivesThem()
    {
        NeedsShell();
        string Exec(string parameters, string declared) =>
            $"<Exec {parameters} ConsoleToMSBuild=\"true\" Condition=\"'$(CompileDepotMode)' == ''\"><Output TaskParameter=\"ConsoleOutput\" ItemName=\"Said\" /><Output TaskParameter=\"ExitCode\" PropertyName=\"Code\" /></Exec>"
            + $"<CachedExec {parameters} {declared} ConsoleToMSBuild=\"true\" Condition=\"'$(CompileDepotMode)' != ''\"><Output TaskParameter=\"ConsoleOutput\" ItemName=\"Said\" /><Output TaskParameter=\"ExitCode\" PropertyName=\"Code\" /></CachedExec>";
        var workspace = NewWorkspace();
        workspace.Tree.Add(Samples.CSharp("Lib").Element($"""
              <Target Name="Steps" BeforeTargets="CoreCompile">
                {Exec("Command=\"sh more.sh ../obj/gen\" WorkingDirectory=\"tools\"", "Inputs=\"words\" Outputs=\"obj/gen/\"")}
                {Exec("Command=\"echo 'a; b 100%25'; pwd\"", "")}
                {Exec("Command=\"echo never; exit 3\" IgnoreExitCode=\"true\"", "")}
                <WriteLinesToFile File="obj/said.txt" Lines="@(Said);$(Code)" Overwrite="true" />
                <ItemGroup>
                  <Generated Include="obj/gen/**/*" />
                  <FileWrites Include="@(Generated);obj/said.txt" />
                </ItemGroup>
              </Target>
            """)).File("Lib.cs", "public class Lib;\n").File("words/a.txt", "a\n").File("words/b/b.txt", "b\n")
            .File("tools/more.sh", "mkdir -p $1/sub; for file in ../words/*.txt ../words/*/*.txt; do cp $file $1/sub/; done; ls ../words\n");
        AssertSteps(3, 0, workspace.Build(1, 0));
        AssertSteps(1, 2, workspace.Build(0, 1));
        workspace.Tree.Write("Lib/words/c.txt", "c\n");
        AssertSteps(2, 1, workspace.Build(null, null));
        workspace.Tree.Delete("Lib/words/c.txt");
        AssertSteps(1, 2, workspace.Build(0, 1));
    }

    /// <summary>A script that begins with an empty folder leaves nothing of a former run, and what compiles all that lies there must not find any.</summary>
    [TestMethod]
    public void Build_CompilesNothingOfAFormerRun_WhenACommandsFolderIsRestored()
    {
        NeedsShell();
        var workspace = NewWorkspace();
        workspace.Tree.Add(Samples.CSharp("Lib").Element("""
              <Target Name="Steps" BeforeTargets="CoreCompile">
                <Exec Command="sh classes.sh" Condition="'$(CompileDepotMode)' == ''" />
                <CachedExec Command="sh classes.sh" Inputs="words" Outputs="obj/gen/" Condition="'$(CompileDepotMode)' != ''" />
                <ItemGroup>
                  <Compile Include="obj/gen/**/*.cs" />
                  <FileWrites Include="obj/gen/**/*.cs" />
                </ItemGroup>
              </Target>
            """)).File("Lib.cs", "public class Lib;\n").File("words/A", "").File("classes.sh", "rm -rf obj/gen; mkdir -p obj/gen; for name in $(ls words); do echo \"public class $name;\" > obj/gen/$name.cs; done\n");
        AssertSteps(1, 0, workspace.Build(1, 0));
        workspace.Tree.Write("Lib/words/B", "");
        AssertSteps(1, 0, workspace.Build(1, 0));
        workspace.Tree.Delete("Lib/words/B");
        AssertSteps(0, 1, workspace.Build(0, 1));
    }

    /// <summary>What MSBuild's Exec says then beside the warning is its own: the command is run, and says it. (The place in the project file is another task's, so nothing is compared.)</summary>
    [TestMethod]
    public void Build_Fails_WhenAWarningOfAKnownCommandIsAnError()
    {
        NeedsShell();
        NeedsSdk();
        var workspace = Words(NewWorkspace());
        workspace.Build(1, 0);
        var outcome = workspace.Cached(new BuildStep().With("-warnaserror:WORD1"));
        Assert.AreEqual(1, outcome.ExitCode);
        Assert.IsTrue(outcome.Has("WORD1") && outcome.Has("MSB3077"), outcome.Output);
        Assert.Contains(m => m.Contains("this build takes WORD1 for an error", StringComparison.Ordinal) || m.Contains("the step failed", StringComparison.Ordinal), outcome.Log.DepotMessages);
        AssertSteps(1, 0, outcome);
        AssertSteps(0, 1, workspace.Build(0, 1));
    }

    [TestMethod]
    public void Build_FailsEachTime_WhenTheCommandFails()
    {
        NeedsShell();
        NeedsSdk();
        var workspace = Words(NewWorkspace());
        workspace.Tree.Write("Lib/words.sh", Script + "echo 'words.txt(3): error WORD9: too few'\nexit 3\n");
        for (var i = 0; i < 2; i++)
        {
            var outcome = workspace.Cached(new BuildStep());
            Assert.AreEqual(1, outcome.ExitCode);
            Assert.IsTrue(outcome.Has("WORD9") && outcome.Has("MSB3073"), outcome.Output);
            AssertSteps(1, 0, outcome);
        }
        workspace.Tree.Write("Lib/words.sh", Script);
        AssertSteps(1, 0, workspace.Build(1, 0));
    }

    [TestMethod]
    public void Build_Warns_WhenADeclaredOutputIsNotWritten()
    {
        NeedsShell();
        NeedsSdk();
        var workspace = Words(NewWorkspace());
        workspace.Tree.Edit("Lib/Lib.csproj", "obj/gen/say.sh\" EnvironmentVariables", "obj/gen/more.sh\" EnvironmentVariables");
        Assert.IsTrue(workspace.Cached(new BuildStep()).Has("CD0082"));
        AssertSteps(1, 0, workspace.Cached(new BuildStep()));
        // What lies there from other inputs is nothing that this run wrote.
        workspace.Tree.Write("Lib/words.sh", Script.Replace("chmod", "[ -e obj/gen/more.sh ] || echo '#' > obj/gen/more.sh; chmod", StringComparison.Ordinal));
        AssertSteps(1, 0, workspace.Cached(new BuildStep()));
        workspace.Tree.Write("Lib/words.txt", "bye\n");
        AssertSteps(1, 0, workspace.Cached(new BuildStep { IsClean = false }));
        AssertSteps(1, 0, workspace.Cached(new BuildStep { IsClean = false }));
        AssertSteps(1, 0, workspace.Cached(new BuildStep()));
        AssertSteps(0, 1, workspace.Cached(new BuildStep()));
    }

    [TestMethod]
    public void Verify_NamesWhatACommandReads_WhenItIsNotDeclared()
    {
        NeedsShell();
        NeedsSdk();
        NeedsCommand("strace", "-f", "-qq", "-o", "/dev/null", "true");
        var workspace = Words(NewWorkspace());
        workspace.Tree.Write("Lib/naïve \"more\".txt", "more\n");
        workspace.Tree.Write("Lib/inner.sh", "cat 'naïve \"more\".txt' > /dev/null; cat obj/gen/say.sh\n");
        workspace.Tree.Write("Lib/words.sh", Script + "sh inner.sh\n");
        var verify = new BuildStep().With("-p:CompileDepotMode=Verify");
        var outcome = workspace.Cached(verify);
        Assert.Contains(d => d.Text.Contains("CD0083", StringComparison.Ordinal) && d.Text.Contains("reads what it does not declare: Lib/inner.sh, Lib/naïve \"more\".txt. ", StringComparison.Ordinal), outcome.Log.Diagnostics, outcome.Output);
        workspace.Tree.Edit("Lib/Lib.csproj", "Inputs=\"words.txt\"", "Inputs=\"words.txt;inner.sh;naïve &quot;more&quot;.txt\"");
        outcome = workspace.Cached(verify);
        Assert.IsFalse(outcome.Has("CD0083"), outcome.Output);
        AssertSteps(0, 1, workspace.Cached(new BuildStep()));
    }

    /// <summary>The program behind a command is no item of any project: the project is restored whole only as long as it is the same.</summary>
    [TestMethod]
    public void Build_RestoresTheProjectWhole_WhenItsStepIsDeclared()
    {
        NeedsShell();
        var workspace = Words(NewWorkspace());
        AssertSteps(1, 0, workspace.Build(1, 0));
        AssertWhole(0, workspace.Build(0, 1));
        workspace.Tree.Projects[0].Item("<RestorableTarget Include=\"Words\" />").Item("<None Include=\"words.txt\" />");
        AssertSteps(0, 1, workspace.Build(0, 1));
        AssertWhole(1, workspace.Build(0, 1));
        workspace.Tree.Edit("Lib/words.sh", "made of", "made from");
        AssertSteps(1, 0, workspace.Build(null, null));
        AssertWhole(1, workspace.Build(0, 1));
        workspace.Tree.Edit("Lib/words.sh", "made from", "made of");
        AssertWhole(1, workspace.Build(0, 1));
        var loud = new BuildStep().WithEnvironment("TONE", "loud");
        AssertWhole(0, workspace.Build(1, 0, loud));
        AssertWhole(1, workspace.Build(0, 1, loud));
        AssertWhole(1, workspace.Build(0, 1, loud.With("-graph")));
    }

    /// <summary>After a restore MSBuild's own look at times finds that there is nothing to do.</summary>
    [TestMethod]
    public void Build_HasNothingToDo_WhenATargetWithInputsWasRestored()
    {
        NeedsShell();
        var workspace = Words(NewWorkspace());
        workspace.Tree.Edit("Lib/Lib.csproj", "BeforeTargets=\"CoreCompile\"", "BeforeTargets=\"CoreCompile\" Inputs=\"words.txt;words.sh\" Outputs=\"obj/gen/Words.cs;obj/gen/say.sh\"");
        workspace.Build(1, 0);
        var outcomes = workspace.Sequence(new BuildStep(), new BuildStep { IsClean = false });
        AssertSteps(0, 1, outcomes[0]);
        AssertSteps(0, 0, outcomes[1]);
        Assert.IsEmpty(outcomes[1].Log.Compilations);
    }

    [TestMethod]
    public void Build_RestoresWhatATaskGave_WhenItHasAProfile()
    {
        var first = Shout(NewWorkspace());
        AssertSteps(1, 0, first.Build(2, 0));
        AssertSteps(0, 1, first.Build(0, 2));
        first.Tree.Write("App/words.txt", "bye\n");
        AssertSteps(1, 0, first.Build(1, 1));
        first.Tree.Write("App/words.txt", "hello\n");
        AssertSteps(0, 1, first.Build(0, 2));
        NeedsSdk();
        var second = Shout(NewWorkspace(name: "elsewhere", depot: first.DepotPath));
        AssertSteps(0, 1, second.Build(0, 2));
        // Ignored, so no other key; any other parameter counts by its value.
        second.Tree.Edit("App/App.csproj", "Loudness=\"1\"", "Loudness=\"2\"");
        AssertSteps(0, 1, second.Build(null, null));
        second.Tree.Edit("App/App.csproj", "Mark=\"!\"", "Mark=\"?\"");
        AssertSteps(1, 0, second.Build(1, 1));
        second.Tree.Edit("Tasks/Shout.cs", "ToUpperInvariant", "ToLowerInvariant");
        AssertSteps(1, 0, second.Build(2, 0));
    }

    [TestMethod]
    [DataRow("Ignored=Loudness", "Ignored=Volume", "CD0080")]
    [DataRow("Ignored=Loudness", "Ignore=Loudness", "CD0081")]
    public void Build_Fails_WhenAProfileIsWrong(string before, string after, string code)
    {
        NeedsSdk();
        var workspace = Shout(NewWorkspace());
        workspace.Tree.Edit("App/App.csproj", before, after);
        var outcome = workspace.Cached(new BuildStep());
        Assert.AreEqual(1, outcome.ExitCode);
        Assert.IsTrue(outcome.Has(code), outcome.Output);
    }

    private static Workspace Words(Workspace workspace)
    {
        workspace.Tree.Add(Samples.CSharp("Lib").Element(Target)).File("words.txt", "hello\n").File("words.sh", Script).File("Lib.cs", "public static class Lib { public static string Words => global::Words.Text; }\n");
        return workspace;
    }

    /// <summary>A task that is built in the same solution: writes a file in capitals, warns, and gives items and properties, from which a source is made.</summary>
    private static Workspace Shout(Workspace workspace)
    {
        var tasks = workspace.Tree.Add(Samples.CSharp("Tasks")
            .Item("<Reference Include=\"Microsoft.Build.Framework\" HintPath=\"$(MSBuildToolsPath)/Microsoft.Build.Framework.dll\" Private=\"false\" />")
            .Item("<Reference Include=\"Microsoft.Build.Utilities.Core\" HintPath=\"$(MSBuildToolsPath)/Microsoft.Build.Utilities.Core.dll\" Private=\"false\" />")).File("Shout.cs", """
            using Microsoft.Build.Framework;
            using Microsoft.Build.Utilities;

            namespace Acme;

            public sealed class Shout : Microsoft.Build.Utilities.Task
            {
                [Required] public ITaskItem[] Sources { get; set; } = [];
                [Required] public string Destination { get; set; } = "";
                public string Mark { get; set; } = "";
                public int Loudness { get; set; }
                [Output] public ITaskItem[] Shouted { get; set; } = [];
                [Output] public string[] Words { get; set; } = [];
                [Output] public int Count { get; set; }
                [Output] public string? Nothing { get; set; }

                public override bool Execute()
                {
                    Words = [.. Sources.Select(s => File.ReadAllText(s.ItemSpec).Trim().ToUpperInvariant() + Mark)];
                    Count = Words.Length;
                    File.WriteAllLines(Destination, Words);
                    var item = new TaskItem(Path.GetFullPath(Destination));
                    item.SetMetadata("From", Path.GetFullPath(Sources[0].ItemSpec));
                    item.SetMetadata("Odd", "100% {a;b}");
                    Shouted = [item];
                    Log.LogWarning(null, "SHOUT1", null, Path.GetFullPath(Sources[0].ItemSpec), 1, 0, 0, 0, "it is loud");
                    return true;
                }
            }

            """);
        workspace.Tree.Add(Samples.CSharp("App")
            .Item($"<ProjectReference Include=\"../{tasks.Path}\" ReferenceOutputAssembly=\"false\" />")
            .Element("""
                  <UsingTask TaskName="Acme.Shout" AssemblyFile="../Tasks/bin/Debug/net10.0/Tasks.dll" />
                  <UsingTask TaskName="Acme.Shout"
                             TaskFactory="CompileDepot.Tasks.Steps.CachedTaskFactory"
                             AssemblyFile="$(CompileDepotTasksAssembly)"
                             Override="true"
                             Condition="'$(CompileDepotTasksAssembly)' != ''">
                    <Task>
                      AssemblyFile=../Tasks/bin/Debug/net10.0/Tasks.dll
                      Inputs=Sources
                      Outputs=Destination
                      Ignored=Loudness
                      $(CompileDepotTaskSettings)
                    </Task>
                  </UsingTask>
                  <Target Name="Shout" BeforeTargets="CoreCompile">
                    <Shout Sources="words.txt" Destination="$(IntermediateOutputPath)loud.txt" Mark="!" Loudness="1">
                      <Output TaskParameter="Shouted" ItemName="Loud" />
                      <Output TaskParameter="Words" PropertyName="LoudWords" />
                      <Output TaskParameter="Count" PropertyName="LoudCount" />
                      <Output TaskParameter="Nothing" PropertyName="LoudNothing" />
                    </Shout>
                    <WriteLinesToFile File="$(IntermediateOutputPath)Loud.cs" Lines="// $(LoudWords) $(LoudCount) '$(LoudNothing)'" Overwrite="true" WriteOnlyWhenDifferent="true" />
                    <WriteLinesToFile File="$(IntermediateOutputPath)Loud.items.txt" Lines="@(Loud);@(Loud->'%(From) %(Odd) %(Extension)')" Overwrite="true" />
                    <ItemGroup>
                      <Compile Include="$(IntermediateOutputPath)Loud.cs" />
                      <FileWrites Include="$(IntermediateOutputPath)Loud.cs;$(IntermediateOutputPath)Loud.items.txt;@(Loud)" />
                    </ItemGroup>
                  </Target>
                """)).File("words.txt", "hello\n").File("App.cs", "public class App;\n");
        return workspace;
    }

    private static string Runs(Workspace workspace) => Path.Combine(Path.GetDirectoryName(workspace.Tree.Root)!, "runs");

    private static void NeedsShell()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("The command is one for a POSIX shell.");
    }

    private static void AssertSteps(int ran, int restored, BuildOutcome outcome)
    {
        if (TestRun.IsPlain)
            return;
        var steps = outcome.Log.DepotMessages.Where(m => m.StartsWith("CompileDepot: step ", StringComparison.Ordinal)).ToList();
        var whole = outcome.Log.RestoredWhole.Any() && steps.Count == 0 ? restored : 0;
        Assert.AreEqual(
            (ran, restored),
            (steps.Count(m => m.Contains(": ran", StringComparison.Ordinal)), whole + steps.Count(m => m.Contains(": restored ", StringComparison.Ordinal))),
            $"{outcome.BinlogPath}\n{string.Join('\n', outcome.Log.DepotMessages)}\n{outcome.Output}");
    }
}
