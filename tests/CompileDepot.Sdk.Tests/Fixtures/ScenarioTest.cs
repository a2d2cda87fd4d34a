using System.ComponentModel;
using System.Diagnostics;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>Base of all scenarios: a folder per test, deleted when the test passed, put aside and named when not.</summary>
public abstract class ScenarioTest
{
    private readonly TestPlace _place = TestPlace.Take();

    public TestContext TestContext { get; set; } = null!;

    protected string Folder => _place.Folder;

    [TestCleanup]
    public void LeavePlace()
    {
        if (_place.Leave(TestRun.KeepsAll || TestContext.CurrentTestOutcome is not (UnitTestOutcome.Passed or UnitTestOutcome.Inconclusive)) is { } kept)
            TestContext.WriteLine($"{Folder} of this test is now {kept}");
    }

    protected Workspace NewWorkspace(SdkWay way = SdkWay.Repository, string name = "w", string? depot = null) =>
        new(Path.Combine(Folder, name), way, depot);

    /// <summary>For tests of what a plain build does not have.</summary>
    protected static void NeedsSdk()
    {
        if (TestRun.IsPlain)
            Assert.Inconclusive("Nothing to compare: this run adds the SDK to nothing.");
    }

    /// <summary>For tests that need a command which not every machine has or permits.</summary>
    protected static void NeedsCommand(params string[] line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true });
            process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                Assert.Inconclusive($"Not permitted here: {string.Join(' ', line)}");
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive($"Not on this machine: {line[0]}");
        }
    }

    /// <summary>A repository around the tree.</summary>
    protected static TestRepository NewRepository(Workspace workspace, string? remote = "https://github.com/example/repo.git")
    {
        NeedsCommand("git", "--version");
        return TestRepository.Around(workspace, remote);
    }

    /// <summary>A workspace with one C# library that has one warning.</summary>
    protected Workspace OneLibrary(out TestProject library)
    {
        var workspace = NewWorkspace();
        library = workspace.Tree.Add(Samples.CSharp("Lib"));
        library.File("Lib.cs", Samples.LibrarySource);
        return workspace;
    }

    /// <summary>
    /// The script that most inputs of a compiler share: a build fills, an edit of the input compiles again and gives what the plain build gives (and the plain
    /// build gives something else than before, or the scenario proves nothing), the former content is restored.
    /// </summary>
    protected static void AssertEditIsSeen(Workspace workspace, Action edit, int projects = 1, int compiledByEdit = 1, BuildStep? step = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(edit);
        workspace.Tree.Mark("before");
        var before = workspace.Build(projects, 0, step);
        edit();
        var after = workspace.Build(compiledByEdit, projects - compiledByEdit, step);
        AssertDiffer(before, after);
        workspace.Tree.Return("before");
        workspace.Build(before.ExitCode == 0 ? 0 : projects, before.ExitCode == 0 ? projects : 0, step);
    }

    /// <summary>The same for properties, each set and taken away again: one tree serves all.</summary>
    protected static void AssertPropertiesAreSeen(Workspace workspace, TestProject project, params (string Name, string Value)[] properties)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(properties);
        var before = workspace.Build(1, 0);
        foreach (var (name, value) in properties)
        {
            var former = project.Get(name);
            project.Set(name, value);
            AssertDiffer(before, workspace.Build(1, 0), $" ({name})");
            project.Set(name, former);
        }
        workspace.Build(0, 1);
    }

    /// <summary>The same for an input that the command line does not name: it may be followed, or make the result unstorable, but never be missed.</summary>
    protected static void AssertUndeclaredEditIsSeen(Workspace workspace, Action edit)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(edit);
        workspace.Tree.Mark("before");
        var before = workspace.Build(1, 0);
        workspace.Build(null, null);
        edit();
        var after = workspace.Build(1, 0);
        AssertDiffer(before, after);
        workspace.Tree.Return("before");
        workspace.Build(null, null);
    }

    /// <summary>After a restore a build without the SDK compiles nothing and copies nothing.</summary>
    protected static void AssertPlainHasNothingToDo(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (TestRun.IsPlain)
            return;
        var plain = workspace.Cached(new BuildStep { IsClean = false, UsesServer = false }.With("-p:CompileDepotEnabled=false"));
        Assert.AreEqual(0, plain.ExitCode, plain.Output);
        Assert.IsEmpty(plain.Log.Compilations, plain.BinlogPath);
        Assert.AreEqual("", string.Join('\n', plain.Log.Copies), plain.BinlogPath);
    }

    /// <summary>Asserts how many projects were restored whole, one in each framework counting as one.</summary>
    protected static void AssertWhole(int expected, BuildOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (!TestRun.IsPlain)
            Assert.HasCount(expected, outcome.Log.RestoredWhole.ToList(), $"{outcome.BinlogPath}\n{string.Join('\n', outcome.Log.DepotMessages)}");
    }

    private static void AssertDiffer(BuildOutcome before, BuildOutcome after, string edit = "")
    {
        var isSame = before.ExitCode == after.ExitCode && before.Files.SequenceEqual(after.Files)
            && before.Log.Diagnostics.Select(d => d.Text).SequenceEqual(after.Log.Diagnostics.Select(d => d.Text));
        Assert.IsFalse(isSame, $"the edit{edit} changes nothing that a plain build gives");
    }
}
