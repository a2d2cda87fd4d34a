using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// Whether what an incremental build did not touch is what a build from clean would write. MSBuild goes by times, and hardly by properties: after a build with <c>-p:Optimize=true</c> more it finds the outputs of the one before
/// up to date. So the tree texts of both are compared: where a target had nothing to do, nothing that it may depend on may have changed.
/// </summary>
internal sealed class UntouchedOutputs
{
    // The kernel stamps files with the time of its last tick.
    private const long Tick = 50_000_000;

    // Each writes what follows from one list, the hash of which is its input; or copies, which are compared by content.
    private static readonly HashSet<string> ByContent = new(StringComparer.OrdinalIgnoreCase) { "CoreGenerateAssemblyInfo", "_CopyOutOfDateSourceItemsToOutputDirectory" };

    // What of the evaluated state each target gets beside what it looks at itself; of any other target nothing is known.
    private static readonly Dictionary<string, string[]> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GenerateTargetFrameworkMonikerAttribute"] = ["TargetFramework"],
        ["GenerateBuildRuntimeConfigurationFiles"] = ["Framework", "Runtime", "Patch", "RollForward", "SelfContained", "Bundled"],
    };

    // Items that only compilers and copies get; compilers' lists of them are looked at, and copies compared.
    private static readonly HashSet<string> Sources = new(StringComparer.OrdinalIgnoreCase) { "Compile", "None", "Content" };

    private readonly ProjectFacts _facts;
    private readonly FormerBuild? _former;
    private readonly long _began;
    private readonly List<Change> _changes = [];

    /// <param name="text">The present tree text.</param>
    public UntouchedOutputs(ProjectFacts facts, FormerBuild? former, byte[] text, DateTimeOffset began)
    {
        (_facts, _former) = (facts, former);
        _began = ((began.UtcTicks - DateTime.UnixEpoch.Ticks) * 100) - Tick;
        if (former is null)
            return;
        var (before, now) = (Lines(former.TreeText), Lines(text));
        _changes.AddRange(now.Where(line => !before.Contains(line)).Select(line => Change.Of(line, isGone: false)));
        _changes.AddRange(before.Where(line => !now.Contains(line)).Select(line => Change.Of(line, isGone: true)));
    }

    /// <summary>Asks of the targets that had nothing to do, and of files that changed and don't look so.</summary>
    /// <param name="upToDate">Names of those targets.</param>
    /// <param name="project">After its build.</param>
    /// <returns>Why the outputs can't be told from their inputs; null where they can.</returns>
    public Reason? Refusal(IReadOnlyList<string> upToDate, ProjectInstance project)
    {
        foreach (var target in upToDate.Where(t => !ByContent.Contains(t)))
        {
            if (_former is null && !Read.ContainsKey(target))
                return new Reason(UncacheableReason.OriginUnknown, $"the outputs of the target {target}");
            if (_changes.Find(c => Matters(target, c)) is { } change)
                return new Reason(UncacheableReason.OriginUnknown, $"the outputs of the target {target}, which did not run though {change.Kind} {change.Name} changed,");
        }
        // The compiler's facts hold the content of what it read.
        var compiled = project.GetItems("Compile").Select(i => Path.GetFullPath(i.EvaluatedInclude.Replace('\\', Path.DirectorySeparatorChar), project.Directory)).ToHashSet(StringComparer.Ordinal);
        foreach (var change in _changes.Where(c => c is { Kind: "file", IsGone: false }))
        {
            if (_facts.TreeTokens.Resolve(change.Name) is { } path && !compiled.Contains(path) && FileStamp.TryRead(path, out var stamp) && stamp.ModifiedNanoseconds <= _former!.Ended)
                return new Reason(UncacheableReason.OriginUnknown, $"what depends on {change.Name}, which changed and is not newer,");
        }
        return null;
    }

    /// <summary>Whether it is known what a file that is no copy was made from: this build wrote it, or the former one, and then its target was asked for above.</summary>
    public bool IsKnown(string path, FileStamp stamp) =>
        Math.Max(stamp.ModifiedNanoseconds, stamp.ChangedNanoseconds) >= _began
        // What is generated for compilers is compared by content each time.
        || !(path.StartsWith(_facts.OutputFolder, StringComparison.Ordinal) || path.EndsWith(".resources", StringComparison.OrdinalIgnoreCase))
        || _former?.Made(path, _facts.Tokens.Tokenize(path), stamp) == true;

    private static bool Matters(string target, Change change)
    {
        if (Read.TryGetValue(target, out var parts))
        {
            return change.Kind switch
            {
                "property" or "items" => Array.Exists(parts, p => change.Name.Contains(p, StringComparison.OrdinalIgnoreCase)),
                "import" => change.Name.StartsWith("{dotnet}", StringComparison.Ordinal),
                // Whose place is in the list, and not whether it is there.
                "file" => change.IsGone && change.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase),
                _ => false,
            };
        }
        return change.Kind switch
        {
            "dependency" => false,
            "items" => !Sources.Contains(change.Name),
            // What git knows goes into PDBs.
            "repository" => target.Equals("CoreCompile", StringComparison.OrdinalIgnoreCase),
            // The versions of assemblies and packages are written down elsewhere, too.
            "file" => Path.GetExtension(change.Name) is ".dll" or ".exe" || change.Name.EndsWith("project.assets.json", StringComparison.Ordinal),
            _ => true,
        };
    }

    private static HashSet<string> Lines(byte[] text) => new(Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private sealed record Change(string Kind, string Name, bool IsGone)
    {
        public static Change Of(string line, bool isGone) => KeyField.Split(line) is [var kind, var name, ..] ? new Change(kind, name, isGone) : new Change(line, "", isGone);
    }
}
