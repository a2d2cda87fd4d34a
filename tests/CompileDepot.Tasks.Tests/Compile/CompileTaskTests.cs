using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Commands;
using CompileDepot.Tasks.Compile;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Tests.Compile;

/// <summary>The whole task around a task that is cheap and can misbehave: what ran, what was recorded, what was said.</summary>
[TestClass]
public sealed class CompileTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestEngine _engine = new();
    private IGeneratedTask _task = null!;
    private bool _raises;

    // As its target does before each compile.
    public CompileTaskTests() => IncrementalInputs.WriteIfChanged(Path("p.inputs"), [], []);

    public void Dispose() => _folder.Dispose();

    /// <summary>A full disk: what the file would say is in no key.</summary>
    [TestMethod]
    public void Execute_StoresNothing_WhenTheInputsFileCouldNotBeWritten()
    {
        File.Delete(Path("p.inputs"));
        Assert.IsTrue(Execute(""));
        Assert.AreEqual((1, UncacheableReason.InputMissing), (Runs, Last.Reason.Kind));
        Assert.IsTrue(Execute(""));
        Assert.AreEqual(2, Runs);
    }

    [TestMethod]
    public void Execute_Restores_WhenTheSameWasDoneBefore()
    {
        Assert.IsTrue(Execute("warn"));
        File.Delete(Path("out.dll"));
        Assert.IsTrue(Execute("warn"));

        Assert.AreEqual(1, Runs);
        Assert.AreEqual("source", File.ReadAllText(Path("out.dll")));
        Assert.AreEqual(ActionOutcome.Restored, Last.Outcome);
        var warning = _engine.Events.OfType<BuildWarningEventArgs>().Single();
        Assert.AreEqual(("F1", Path("a.cs"), 1, 2, "careful"), (warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber, warning.Message));
    }

    [TestMethod]
    public void Execute_Compiles_WhenAFactOfTheInputsFileChanged()
    {
        IncrementalInputs.WriteIfChanged(Path("p.inputs"), [KeyValuePair.Create("weather", "fair")], []);
        Execute("");
        IncrementalInputs.WriteIfChanged(Path("p.inputs"), [KeyValuePair.Create("weather", "very foul")], []);
        Execute("");
        Assert.AreEqual((2, "fact weather was fair, is very foul"), (Runs, Last.Why));
        IncrementalInputs.WriteIfChanged(Path("p.inputs"), [KeyValuePair.Create("weather", "fair")], []);
        Execute("");
        Assert.AreEqual((2, ActionOutcome.Restored), (Runs, Last.Outcome));
    }

    [TestMethod]
    public void Execute_RunsTheTask_WhenWeFail()
    {
        Assert.IsTrue(Execute("throw"));
        Assert.AreEqual((1, UncacheableReason.InternalFault), (Runs, Last.Reason.Kind));
        Assert.IsTrue(_engine.Events.OfType<BuildMessageEventArgs>().Any(m => m.Importance == MessageImportance.High && m.Message!.Contains("CD0022", StringComparison.Ordinal)));
        Assert.IsEmpty(_engine.Events.Where(e => e is BuildErrorEventArgs or BuildWarningEventArgs));
    }

    [TestMethod]
    public void Execute_RunsTheTask_WhenItTellsNoCommandLine()
    {
        Assert.IsTrue(Execute("mute"));
        Assert.AreEqual((1, UncacheableReason.CommandLineUnavailable), (Runs, Last.Reason.Kind));
    }

    [TestMethod]
    public void Execute_RunsTheTask_WhenItCannotBeAskedForACommandLine()
    {
        Assert.IsTrue(Execute("", type: typeof(BareCompile)));
        Assert.AreEqual((1, UncacheableReason.CommandLineUnavailable), (Runs, Last.Reason.Kind));
    }

    [TestMethod]
    public void Execute_StoresNothing_WhenTheCompileFails()
    {
        Assert.IsFalse(Execute("fail"));
        Assert.IsFalse(Execute("fail"));
        Assert.AreEqual((2, UncacheableReason.CompileFailed), (Runs, Last.Reason.Kind));
    }

    [TestMethod]
    public void Execute_StoresNothing_WhenAnInputChangesMeanwhile()
    {
        Assert.IsTrue(Execute("edit"));
        Assert.AreEqual(UncacheableReason.InputChanged, Last.Reason.Kind);
    }

    [TestMethod]
    public void Execute_StoresNothing_WhenTheModeIsReadOnly()
    {
        Assert.IsTrue(Execute("", "ReadOnly"));
        Assert.IsTrue(Execute("", "ReadOnly"));
        Assert.AreEqual((2, UncacheableReason.ReadOnlyMode), (Runs, Last.Reason.Kind));
        Assert.IsFalse(Directory.Exists(Path("depot/v1/entries")));
    }

    [TestMethod]
    public void Execute_Fails_WhenTheModeIsRequiredAndNothingIsThere()
    {
        Assert.IsFalse(Execute("", "Required"));
        Assert.AreEqual(0, Runs);
        Assert.AreEqual("CD0010", _engine.Events.OfType<BuildErrorEventArgs>().Single().Code);
        Execute("");
        Assert.IsTrue(Execute("", "Required"));
    }

    [TestMethod]
    public void Execute_Compiles_WhenTheModeIsRefresh()
    {
        Execute("");
        Assert.IsTrue(Execute("", "Refresh"));
        Assert.AreEqual((2, ActionOutcome.Compiled), (Runs, Last.Outcome));
    }

    [TestMethod]
    public void Execute_SaysWhatDiffers_WhenTheModeIsVerify()
    {
        Execute("");
        Assert.IsTrue(Execute("", "Verify"));
        Assert.IsEmpty(_engine.Events.OfType<BuildWarningEventArgs>());

        // The task reads a file that it does not tell of.
        File.WriteAllText(Path("a.cs.secret"), "more");
        Assert.IsTrue(Execute("", "Verify"));
        var warning = _engine.Events.OfType<BuildWarningEventArgs>().Single();
        Assert.AreEqual("CD0011", warning.Code);
        Assert.Contains("out.dll differs from byte 6; it had 6 bytes and has 10", warning.Message!);
    }

    [TestMethod]
    [DataRow("Off", "depot")]
    [DataRow("", "")]
    public void Execute_LeavesTheTaskAlone_WhenCachingIsOff(string mode, string depot)
    {
        Assert.IsTrue(Execute("", mode, depot: depot.Length == 0 ? ":" : null, design: depot.Length == 0));
        Assert.AreEqual(1, Runs);
        Assert.IsNull(BuildRecordReader.ReadLast(Path("depot"), null));
    }

    /// <summary>Whatever runs vbc, its task looks at what it logged; csc's task believes the compiler server.</summary>
    [TestMethod]
    [DataRow(CompilerKind.CSharp, true, true)]
    [DataRow(CompilerKind.CSharp, false, false)]
    [DataRow(CompilerKind.VisualBasic, true, false)]
    [DataRow(CompilerKind.VisualBasic, false, false)]
    public void Execute_FailsAsTheTaskWould_WhenTheBuildRaisesAWarning(CompilerKind compiler, bool server, bool succeeds)
    {
        Assert.IsTrue(Execute("warn", compiler: compiler, server: server));
        _raises = true;
        Assert.AreEqual(succeeds, Execute("warn", compiler: compiler, server: server));
        Assert.AreEqual((1, ActionOutcome.Restored, "F1"), (Runs, Last.Outcome, _engine.Events.OfType<BuildErrorEventArgs>().Single().Code));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Execute_GivesTheCommandLine_OnlyWhenItIsAskedFor(bool asked)
    {
        foreach (var _ in new[] { "runs", "is restored" })
        {
            Assert.IsTrue(Execute("", asks: asked));
            var given = (ITaskItem[]?)_task.GetPropertyValue(new TaskPropertyInfo("CommandLineArgs", typeof(ITaskItem[]), output: true, required: false));
            CollectionAssert.AreEqual(asked ? new[] { "/deterministic+", "/out:" + Path("out.dll"), Path("a.cs") } : null, given?.Select(i => i.ItemSpec).ToArray());
        }
        Assert.AreEqual((1, ActionOutcome.Restored), (Runs, Last.Outcome));
    }

    private int Runs => File.Exists(Path("a.cs.runs")) ? File.ReadAllText(Path("a.cs.runs")).Length : 0;

    private ActionRecord Last => BuildRecordReader.ReadLast(Path("depot"), null)!.Actions[^1];

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    private bool Execute(string behaviour, string mode = "", Type? type = null, string? depot = null, bool design = false, CompilerKind compiler = CompilerKind.CSharp, bool server = false, bool asks = false)
    {
        _engine = new TestEngine { TreatWarningsAsErrors = _raises };
        if (!File.Exists(Path("a.cs")))
            File.WriteAllText(Path("a.cs"), "source");
        type ??= typeof(FakeCompile);
        var factory = new CompileTaskFactory();
        factory.Initialize(
            type.Name,
            new Dictionary<string, TaskPropertyInfo>(),
            $"""
            TaskAssembly={type.Assembly.Location}
            TaskType={type.FullName}
            ProjectFile={Path("p.csproj")}
            TargetFramework=net10.0
            TargetFileName=out.dll
            InputsFile=p.inputs
            Compiler={compiler}
            DesignTimeBuild={design}
            CompileDepotMode={mode}
            CompileDepotPath={depot ?? Path("depot")}
            """,
            _engine);
        _task = (IGeneratedTask)factory.CreateTask(_engine);
        var values = new List<(string, object)> { ("Source", Path("a.cs")), ("Output", Path("out.dll")), ("Behaviour", behaviour) };
        if (type == typeof(FakeCompile))
            values.AddRange([("UseSharedCompilation", server), ("ProvideCommandLineArgs", asks)]);
        foreach (var (name, value) in values)
            _task.SetPropertyValue(factory.GetTaskParameters().Single(p => p.Name == name), value);
        _task.BuildEngine = _engine;
        return _task.Execute();
    }
}
