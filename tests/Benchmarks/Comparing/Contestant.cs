using System.Globalization;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>
/// A way to build a solution. Each has its own cache, compiler server and MSBuild nodes, which live on between builds as users have them; whoever started the comparison ends them, by the
/// variables that they inherit.
/// </summary>
internal abstract class Contestant(Workplace place, string name, string phase)
{
    private const string Packages = "packages";

    /// <summary>As it is typed.</summary>
    public string Name => name;

    /// <summary>One line for the report: what it is, and its version.</summary>
    public abstract string About { get; }

    protected Workplace Place => place;

    /// <summary>Its own folder: trees and cache.</summary>
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(place.Folder, phase, name)).FullName;

    protected string Cache => Path.Combine(Folder, "cache");

    protected virtual IEnumerable<(string Name, string Value)> Variables => [];

    /// <summary>Puts what it needs into a tree, uncommitted.</summary>
    public virtual void SetUp(SourceTree tree)
    {
    }

    /// <summary>Restores packages: in no time that is measured.</summary>
    public void Restore(SourceTree tree) => Run(tree, "dotnet", null, "restore", tree.Solution, "-v:q", "--tl:off").Checked($"restore for {name}");

    /// <param name="extra">Variables of this build alone.</param>
    public virtual ProcessRun Build(SourceTree tree, (string Name, string Value)? extra = null) => Run(tree, "dotnet", extra, ["build", tree.Solution, "--no-restore", "-v:q", "--tl:off", .. Options]);

    protected virtual string[] Options => [];

    /// <summary>How many compiles of the last build came from the cache, of how many that ran or came; null: no cache.</summary>
    public virtual (int Restored, int All)? Count(ProcessRun build) => null;

    public virtual void Forget(SourceTree tree) => place.MoveAway(Cache);

    /// <summary>Outputs, and whatever else it keeps in its cache.</summary>
    public IEnumerable<string> CachedFiles() => Directory.Exists(Cache) ? Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories) : [];

    protected ProcessRun Run(SourceTree tree, string program, (string Name, string Value)? extra, params IEnumerable<string> arguments)
    {
        // A pipe has to have a short name.
        var own = string.Create(CultureInfo.InvariantCulture, $"cmp{Environment.ProcessId}{phase}{name}");
        var environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = Path.Combine(place.Folder, Packages),
            ["UseSharedCompilation"] = null,
            ["MSBUILDDISABLENODEREUSE"] = null,
            ["SharedCompilationId"] = own,
            ["MSBUILDNODEHANDSHAKESALT"] = own,
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            // Off for all but their owners.
            ["COMPILEDEPOT_PATH"] = "",
            ["ROSLYN_CACHE_PATH"] = null,
        };
        foreach (var (variable, value) in Variables.Concat(extra is { } e ? [e] : []))
            environment[variable] = value;
        return ProcessRun.Start(tree.Folder, environment, program, arguments);
    }
}
