using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Tasks.Steps;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests.Steps;

/// <summary>The whole way of a task with a profile: what ran, what it gave, what was recorded and said.</summary>
[TestClass]
public sealed class CachedTaskTests : IDisposable
{
    // Of this test alone: the environment is the whole process's.
    private readonly string _variable = "STEP_TEST_" + Guid.NewGuid().ToString("N");

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, object> _parameters;
    private CachedTaskFactory _factory = new();
    private TestEngine _engine = new();
    private IGeneratedTask _task = null!;

    public CachedTaskTests()
    {
        File.WriteAllText(Path("a.txt"), "a");
        _parameters = new() { ["Sources"] = new ITaskItem[] { new TaskItem(Path("a.txt")) }, ["Destination"] = Path("out.txt"), ["Text"] = "text" };
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Dispose();
    }

    [TestMethod]
    public void Execute_Restores_WhenTheSameWasDoneBefore()
    {
        Assert.IsTrue(Execute());
        File.Delete(Path("out.txt"));
        _parameters["Loudness"] = 3;
        Assert.IsTrue(Execute());

        Assert.AreEqual((1, ActionOutcome.Restored), (Runs, Last.Outcome));
        Assert.AreEqual("step FakeStep " + Path("out.txt").Replace(_folder.Path, "{root}", StringComparison.Ordinal), Last.Task);
        Assert.AreEqual("text", File.ReadAllText(Path("out.txt")));
        var given = ((ITaskItem[])Get("Given")!).Single();
        Assert.AreEqual((Path("a.txt"), "text", 4), (given.ItemSpec, given.GetMetadata("Text"), Get("Count")));
        Assert.AreEqual(("S1", Path("a.txt")), (_engine.Events.OfType<BuildWarningEventArgs>().Single().Code, _engine.Events.OfType<BuildWarningEventArgs>().Single().File));
    }

    [TestMethod]
    public void Execute_Runs_WhenAnythingButAnIgnoredParameterIsAnother()
    {
        Execute();
        Action[] edits =
        [
            () => _parameters["Text"] = "other",
            () => File.WriteAllText(Path("a.txt"), "b"),
            () => _parameters["Sources"] = new ITaskItem[] { new TaskItem(Path("a.txt"), new Dictionary<string, string> { ["Culture"] = "de" }) },
            () => Environment.SetEnvironmentVariable(_variable, "x"),
            () => _parameters["EnvironmentVariables"] = new[] { "A=secret" },
            () => _parameters["Destination"] = Path("other.txt"),
        ];
        for (var i = 0; i < edits.Length; i++)
        {
            edits[i]();
            Assert.IsTrue(Execute());
            Assert.AreEqual(i + 2, Runs, $"edit {i}");
            Assert.IsTrue(Execute());
            Assert.AreEqual((i + 2, ActionOutcome.Restored), (Runs, Last.Outcome), $"edit {i}: {Last.Why}");
        }
        Assert.IsFalse(Directory.EnumerateFiles(Path("depot"), "*", SearchOption.AllDirectories).Any(f => File.ReadAllText(f).Contains("secret", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("fail", false, UncacheableReason.StepFailed)]
    [DataRow("error", true, UncacheableReason.StepFailed)]
    [DataRow("forget", true, UncacheableReason.OutputMissing)]
    [DataRow("edit", true, UncacheableReason.InputChanged)]
    [DataRow("build", true, UncacheableReason.StepBuilds)]
    public void Execute_StoresNothing_WhenTheRunIsNotGood(string behaviour, bool success, UncacheableReason reason)
    {
        _parameters["Behaviour"] = behaviour;
        Assert.AreEqual(success, Execute());
        Assert.AreEqual(reason, Last.Reason.Kind);
        Assert.AreEqual(behaviour == "forget" ? 1 : 0, _engine.Events.OfType<BuildWarningEventArgs>().Count(w => w.Code == "CD0082"));
        Execute();
        Assert.AreEqual(2, Runs);
    }

    [TestMethod]
    public void Execute_RestoresAFolder_WithWhatTheRunWroteInto()
    {
        _parameters["Destination"] = Path("gen") + "/";
        Execute();
        Directory.Delete(Path("gen"), recursive: true);
        Execute();
        Assert.AreEqual((1, "text"), (Runs, File.ReadAllText(Path("gen/a.txt"))));

        // A file of a former run may belong to other inputs: what the folder holds is not what this run wrote.
        File.WriteAllText(Path("a.txt"), "b");
        Execute();
        Assert.AreEqual((2, UncacheableReason.OutputMissing, Path("gen/a.txt")), (Runs, Last.Reason.Kind, Last.Reason.Subject));
    }

    /// <summary>It is found, set aside and counted; and it is not why the step ran.</summary>
    [TestMethod]
    public void Execute_SaysWhyItRan_WhenTheTextOfTheFormerRunIsDamaged()
    {
        Execute();
        var text = new DepotLayout(Path("depot")).Blob(ContentDigest.TryParse(Last.Key, out var key) ? key : default);
        File.Delete(text);
        File.WriteAllText(text, "damaged");
        _parameters["Text"] = "other";
        Execute();
        Assert.AreEqual((2, "what it was made from before is not in the depot any more", 1), (Runs, Last.Why, Last.Damage));
    }

    [TestMethod]
    public void Execute_Fails_WhenTheModeIsRequiredAndNothingIsThere()
    {
        Assert.IsFalse(Execute("Required"));
        Assert.AreEqual((0, "CD0010"), (Runs, _engine.Events.OfType<BuildErrorEventArgs>().Single().Code));
        Execute();
        Assert.IsTrue(Execute("Required"));
        Execute("Refresh");
        Assert.AreEqual(2, Runs);
    }

    [TestMethod]
    public void Execute_SaysWhatDiffers_WhenTheModeIsVerify()
    {
        Execute();
        Assert.IsTrue(Execute("Verify"));
        Assert.IsEmpty(_engine.Events.OfType<BuildWarningEventArgs>().Where(w => w.Code != "S1"));
        Assert.AreEqual(2, Runs);
    }

    [TestMethod]
    public void Execute_LeavesTheTaskAlone_WhenTheModeIsOff()
    {
        Execute("Off");
        Execute("Off");
        Assert.AreEqual(2, Runs);
        Assert.AreEqual(4, Get("Count"));
        Assert.IsNull(BuildRecordReader.ReadLast(Path("depot"), null));
    }

    [TestMethod]
    public void Execute_LeavesItToTheTask_WhenAWarningIsAnErrorNow()
    {
        Execute();
        Execute(engine: new TestEngine { TreatWarningsAsErrors = true });
        Assert.AreEqual((2, "S1"), (Runs, _engine.Events.OfType<BuildErrorEventArgs>().Single().Code));
        Assert.AreEqual(UncacheableReason.StepFailed, Last.Reason.Kind);
        Execute();
        Assert.AreEqual((2, ActionOutcome.Restored), (Runs, Last.Outcome));
    }

    [TestMethod]
    [DataRow("Inputs=Nothing", "CD0080")]
    [DataRow("Ignored=Text;Nothing", "CD0080")]
    [DataRow("Input=Sources", "CD0081")]
    [DataRow("Inputs=Sources\nInputs=Text", "CD0081")]
    [DataRow("Inputs=Sources;\n  Text", "CD0081")]
    [DataRow("AssemblyFile=other.dll", "CD0081")]
    [DataRow("TaskType=Acme.None", "CD0081")]
    public void Initialize_GivesACode_WhenTheProfileIsWrong(string lines, string code)
    {
        Assert.IsFalse(Initialize("", lines));
        Assert.AreEqual(code, _engine.Events.OfType<BuildErrorEventArgs>().Single().Code);
    }

    private int Runs => File.Exists(Path("a.txt.runs")) ? File.ReadAllText(Path("a.txt.runs")).Length : 0;

    private ActionRecord Last => BuildRecordReader.ReadLast(Path("depot"), null)!.Actions[^1];

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    private object? Get(string name) => _task.GetPropertyValue(_factory.GetTaskParameters().Single(p => p.Name == name));

    private bool Initialize(string mode, string profile)
    {
        _factory = new CachedTaskFactory();
        return _factory.Initialize(
            typeof(FakeStep).FullName!,
            new Dictionary<string, TaskPropertyInfo>(),
            $"""
            {(profile.Contains("AssemblyFile", StringComparison.Ordinal) ? "" : $"AssemblyFile={typeof(FakeStep).Assembly.Location}")}
            {profile}
            ProjectFile={Path("p.csproj")}
            CompileDepotMode={mode}
            CompileDepotPath={Path("depot")}
            """,
            _engine);
    }

    private bool Execute(string mode = "", TestEngine? engine = null)
    {
        _engine = engine ?? new TestEngine();
        Assert.IsTrue(Initialize(mode, "Inputs=Sources\nOutputs=Destination\nIgnored=Loudness\nEnvironmentVariables=" + _variable));
        _task = (IGeneratedTask)_factory.CreateTask(_engine);
        foreach (var (name, value) in _parameters)
            _task.SetPropertyValue(_factory.GetTaskParameters().Single(p => p.Name == name), value);
        _task.BuildEngine = _engine;
        return _task.Execute();
    }
}
