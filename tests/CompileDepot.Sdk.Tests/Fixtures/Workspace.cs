namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A tree, its depot, and the two builds of each step: cached, and plain at the very same path.</summary>
/// <remarks>
/// Outputs hold absolute paths. So the plain copy of the tree lives beside the tree and takes its place by two renames of folders while it is built: no
/// content and no time of the cached tree changes. Plain results are remembered by content of the tree and command line: going back costs nothing, nor does what another test built at this path.
/// </remarks>
public sealed class Workspace
{
    private readonly string _folder;
    private readonly string _plain;
    private readonly Dictionary<string, BuildOutcome> _plainResults = [];
    private string _restored = "";
    private int _builds;

    public Workspace(string folder, SdkWay way, string? depot = null)
    {
        _folder = folder;
        _plain = Path.Combine(folder, "plain");
        Directory.CreateDirectory(_plain);
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        Tree = new TestTree(Path.Combine(folder, "tree"), way);
        DepotPath = depot ?? Path.Combine(folder, "depot");
    }

    public TestTree Tree { get; }

    /// <summary>The value of COMPILEDEPOT_PATH.</summary>
    public string DepotPath { get; set; }

    public DepotFolder Depot => new(DepotPath);

    /// <summary>What plain results depend on beside the tree and the command line: the commit that is checked out.</summary>
    public string State { get; set; } = "";

    /// <summary>Builds clean, compares with the plain build, and asserts what ran.</summary>
    public BuildOutcome Build(int? compiled, int? restored, BuildStep? step = null) => Check(step ?? new BuildStep(), compiled, restored);

    /// <summary>Builds upon what is there, compares with the plain clean build, and asserts what ran.</summary>
    public BuildOutcome BuildAgain(int? compiled, int? restored, BuildStep? step = null) =>
        Check((step ?? new BuildStep()) with { IsClean = false }, compiled, restored);

    /// <summary>
    /// The steps one after the other, each upon what the former left, from a clean tree: on the cached side and on the plain one; both must be the same after each step, what a step that finds
    /// everything up to date does not say included.
    /// </summary>
    /// <returns>The outcomes of the cached side.</returns>
    public IReadOnlyList<BuildOutcome> Sequence(params BuildStep[] steps)
    {
        Restore();
        OutputFiles.Clean(Tree, Tree.Root);
        var cached = steps.Select(s => Run(s, isPlain: false)).ToList();
        Tree.WritePlainTo(_plain);
        OutputFiles.Clean(Tree, _plain);
        CopyRestoreFiles();
        var plain = AtTheTreesPlace(() => steps.Select(s => Run(s, isPlain: true)).ToList());
        for (var i = 0; i < steps.Length; i++)
            Comparison.AssertEqual(this, steps[i] with { IsClean = true }, cached[i], plain[i]);
        return cached;
    }

    /// <summary>The cached build alone.</summary>
    public BuildOutcome Cached(BuildStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Restore();
        if (step.IsClean)
            OutputFiles.Clean(Tree, Tree.Root);
        return Run(step, isPlain: false);
    }

    /// <summary>Builds upon what is there, several ways at once; nothing is looked at, since each would see files that another is writing.</summary>
    public void BuildTogether(params BuildStep[] steps)
    {
        Restore();
        var calls = steps.Select(step => Call(step, NextBinlog(isPlain: false), isPlain: false)).ToList();
        foreach (var outcome in calls.AsParallel().WithDegreeOfParallelism(calls.Count).Select(DotNet.Run).ToList())
            Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
    }

    /// <summary>The plain, clean build of the same content at the same path.</summary>
    public BuildOutcome Plain(BuildStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Restore();
        var key = string.Join('\n', [Tree.PlainDigest(), State, .. step.Line(Tree, "", isPlain: true), .. step.Environment.Select(e => $"{e.Key}={e.Value}")]);
        return SharedResults.PlainBuild(Tree, key, _plainResults, () =>
        {
            Tree.WritePlainTo(_plain);
            OutputFiles.Clean(Tree, _plain);
            CopyRestoreFiles();
            return AtTheTreesPlace(() => Run(step, isPlain: true));
        });
    }

    public void Restore()
    {
        if (_restored == Tree.RestoreDigest())
            return;
        SharedResults.Restore(Tree, () =>
        {
            var outcome = DotNet.Run(new DotNetCall
            {
                Arguments = ["restore", Tree.SolutionFile, "-nologo", "-v:q", "-m:1"],
                WorkingFolder = Tree.Root,
                Environment = Environment(),
            });
            Assert.AreEqual(0, outcome.ExitCode, $"restore of {Tree.Root}:\n{outcome.Output}");
        });
        _restored = Tree.RestoreDigest();
    }

    /// <summary>Runs with the plain copy standing where the tree stands otherwise.</summary>
    public T AtTheTreesPlace<T>(Func<T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var aside = Path.Combine(_folder, "cached");
        Directory.Move(Tree.Root, aside);
        Directory.Move(_plain, Tree.Root);
        try
        {
            return run();
        }
        finally
        {
            Directory.Move(Tree.Root, _plain);
            Directory.Move(aside, Tree.Root);
        }
    }

    private BuildOutcome Check(BuildStep step, int? compiled, int? restored)
    {
        var start = DateTimeOffset.UtcNow;
        var cached = Cached(step);
        // Some scenarios have a depot that can't keep records; a record that is there says what the log says.
        if (Counts.Recorded(DepotPath, Tree.Root, start) is { } recorded)
            Assert.AreEqual(cached.Counts, recorded, $"log and record: {cached.BinlogPath}");
        var plain = Plain(step);
        Comparison.AssertEqual(this, step, cached, plain);
        Comparison.AssertCounts(this, step, cached, compiled, restored);
        return cached;
    }

    private BuildOutcome Run(BuildStep step, bool isPlain)
    {
        var binlog = NextBinlog(isPlain);
        var outcome = DotNet.Run(Call(step, binlog, isPlain));
        if (outcome.WasKilled)
            return new BuildOutcome(-1, outcome.Output, binlog, Binlog.Empty, []);
        Assert.IsTrue(File.Exists(binlog), $"no {binlog}:\n{outcome.Output}");
        var log = Binlog.Read(binlog);
        return new BuildOutcome(BuildServer.ExitCode(step, Tree, outcome.ExitCode, log), outcome.Output, binlog, log, OutputFiles.Digests(Tree, Tree.Root));
    }

    private string NextBinlog(bool isPlain) => Path.Combine(_folder, "logs", $"{++_builds:00}-{(isPlain ? "plain" : "cached")}.binlog");

    private DotNetCall Call(BuildStep step, string binlog, bool isPlain) => new()
    {
        Arguments = step.Line(Tree, binlog, isPlain),
        WorkingFolder = Tree.Root,
        Environment = Environment(isPlain, BuildServer.Environment(step, Tree).Concat(step.Environment)),
        Prefix = isPlain ? [] : step.Prefix,
        KillAfter = isPlain ? null : step.KillAfter,
    };

    private Dictionary<string, string?> Environment(bool isPlain = false, IEnumerable<KeyValuePair<string, string?>>? more = null)
    {
        // Scenarios count what compiles leave in the depot; PackageRestoreTests see to the restore of packages.
        var all = new Dictionary<string, string?> { ["COMPILEDEPOT_PATH"] = DepotPath, ["CompileDepotPackageRestore"] = "false" };
        foreach (var (name, value) in more ?? [])
            all[name] = value;
        if (isPlain)
            all["COMPILEDEPOT_PATH"] = null;
        return all;
    }

    private void CopyRestoreFiles()
    {
        foreach (var path in OutputFiles.Of(Tree, Tree.Root).Where(OutputFiles.IsRestore))
        {
            var target = Path.Combine(_plain, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Tree.Root, path), target, overwrite: true);
        }
    }
}
