using System.Collections.ObjectModel;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>One build of a script, the same for the cached and the plain side.</summary>
public sealed record BuildStep
{
    /// <summary>build, publish, pack, test, run or msbuild.</summary>
    public string Command { get; init; } = "build";

    /// <summary>What is built, relative to the tree; the whole solution where it is null.</summary>
    public string? Project { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string Configuration { get; init; } = "Debug";

    /// <summary>Nodes. One by default: two tests run at a time, and starting a node costs more than a small tree gains.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Whether outputs of former builds are deleted first.</summary>
    public bool IsClean { get; init; } = true;

    /// <summary>Whether the cached build may use the run's compiler server.</summary>
    public bool UsesServer { get; init; } = true;

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>A command that runs the cached build: strace, unshare.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    public TimeSpan? KillAfter { get; init; }

    /// <summary>Name of a pattern of outputs that an incremental build keeps and a clean one does not make.</summary>
    public IReadOnlyList<string> MayKeep { get; init; } = [];

    public BuildStep With(params string[] arguments) => this with { Arguments = [.. Arguments, .. arguments] };

    public BuildStep WithEnvironment(string name, string? value) =>
        this with { Environment = new Dictionary<string, string?>(Environment) { [name] = value } };

    public IReadOnlyList<string> Line(TestTree tree, string binlog, bool isPlain)
    {
        ArgumentNullException.ThrowIfNull(tree);
        // The oracle knows nothing of us, not even a property.
        var arguments = Arguments.Where(argument => !isPlain || !argument.StartsWith("-p:CompileDepot", StringComparison.Ordinal));
        // The program would get what the command does not know; its build has one node.
        if (Command == "run")
            return [Command, "--project", tree.PathOf(Project!), "--no-restore", "-c", Configuration, "-v:m", $"-bl:{binlog}", .. CompilerServer.Arguments(this, tree, isPlain), .. arguments];
        string[] mode = Command == "msbuild" ? [$"-p:Configuration={Configuration}"] : ["--no-restore", "-c", Configuration];
        return
        [
            Command, Project is null ? tree.SolutionFile : tree.PathOf(Project), .. mode, $"-m:{Nodes}", "-nologo", "-v:m", $"-bl:{binlog}",
            .. CompilerServer.Arguments(this, tree, isPlain), .. arguments,
        ];
    }
}

/// <summary>What one build left and said.</summary>
public sealed record BuildOutcome(int ExitCode, string Output, string BinlogPath, Binlog Log, SortedDictionary<string, string> Files)
{
    public Counts Counts => Counts.Of(Log);

    /// <summary>Whether the line of a diagnostic with this code was logged.</summary>
    public bool Has(string code) => Log.Diagnostics.Any(d => d.Text.Contains($" {code}: ", StringComparison.Ordinal));
}
