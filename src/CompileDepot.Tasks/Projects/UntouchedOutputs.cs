using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// Sees to it that what an incremental build does not touch is what a build from clean would write. MSBuild goes by times, and hardly by properties: after a build with <c>-p:Optimize=true</c> more it finds the outputs of the one
/// before up to date. So the tree texts of both are compared. What the SDK writes late, and what changed for it, is removed before the build goes on (<see cref="Renew"/>); where a target had nothing to do though something
/// changed that it may depend on, the project is not stored (<see cref="Refusal"/>), and once more renewed when it is built for another tree hash. One instance a project.
/// </summary>
internal sealed class UntouchedOutputs
{
    private const string OfDependencies = "GenerateBuildDependencyFile";
    private const string OfRuntime = "GenerateBuildRuntimeConfigurationFiles";
    private const string OfMoniker = "GenerateTargetFrameworkMonikerAttribute";
    private const string OfAttributes = "CoreGenerateAssemblyInfo";
    private const string OfCompile = "CoreCompile";
    private const string OfResources = "CoreResGen";

    // They copy, and copies are compared by content; or they write what follows from one list, the hash of which is their input.
    private static readonly HashSet<string> ByContent = new(StringComparer.OrdinalIgnoreCase)
    {
        "_CopyOutOfDateSourceItemsToOutputDirectory", "_CopyAppConfigFile",
        "_GenerateTestingPlatformConfigurationFileCore", "_GenerateTestingPlatformEntryPoint", "_GenerateSelfRegisteredExtensions",
    };

    // Of the evaluated state what the target gets beside what it looks at itself; of another target nothing is known.
    private static readonly Dictionary<string, string[]> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        [OfMoniker] = ["TargetFramework"],
        [OfAttributes] = ["AssemblyAttribute"],
        [OfRuntime] = ["Framework", "Runtime", "Patch", "RollForward", "SelfContained", "Bundled"],
    };

    // Items that compilers and copies get, whose lists of them are looked at or compared.
    private static readonly HashSet<string> Sources = new(StringComparer.OrdinalIgnoreCase) { "Compile", "None", "Content" };

    private readonly ProjectFacts _facts;
    private readonly Dictionary<string, FileStamp> _before = new(StringComparer.Ordinal);
    private readonly List<Change> _changes = [];
    private readonly bool _wasRefused;
    private bool _isRenewed;

    public FormerBuild? Former { get; }

    /// <param name="tree">The present tree hash.</param>
    /// <param name="text">Its text.</param>
    public UntouchedOutputs(ProjectFacts facts, FormerBuild? former, TreeHash tree, byte[] text)
    {
        (_facts, Former) = (facts, former);
        _wasRefused = former is null && ProjectState.TryRead(facts.StateFile) is { } state && (state.Entry == ProjectState.Refused || (state.Entry == ProjectState.RefusedAgain && state.Tree != tree));
        if (former is null)
            return;
        var (before, now) = (Lines(former.TreeText), Lines(text));
        var added = now.Where(line => !before.Contains(line)).Select(Change.Of).ToList();
        var names = added.Select(c => (c.Kind, c.Name)).ToHashSet();
        _changes.AddRange(added);
        _changes.AddRange(before.Where(line => !now.Contains(line)).Select(Change.Of).Where(c => !names.Contains((c.Kind, c.Name))).Select(c => c with { IsGone = true }));
    }

    /// <summary>Removes what MSBuild may leave though a build from clean would write something else: files that only the SDK writes, late in the build.</summary>
    /// <param name="project">None of its targets that write one of them has run.</param>
    public void Renew(ProjectInstance project)
    {
        _isRenewed = _wasRefused;
        string[] Properties(params string[] names) => [.. names.Select(project.GetPropertyValue).Where(path => path.Length > 0)];
        Renew(OfDependencies, Properties("ProjectDepsFilePath"));
        Renew(OfRuntime, Properties("ProjectRuntimeConfigFilePath", "ProjectRuntimeConfigDevFilePath"));
        Renew(OfMoniker, Properties("TargetFrameworkMonikerAssemblyAttributesPath"));
        Renew(OfAttributes, Properties("GeneratedAssemblyInfoFile"));
        var written = _facts.CleanFile.Length > 0 && File.Exists(_facts.CleanFile) ? File.ReadAllLines(_facts.CleanFile) : [];
        Renew(OfResources, [.. written.Where(path => path.StartsWith(_facts.IntermediateFolder, StringComparison.Ordinal) && IsResource(path))]);
        Renew(OfCompile, [.. project.GetItems("IntermediateAssembly").Select(i => i.EvaluatedInclude)]);
        foreach (var path in written)
        {
            if (FileStamp.TryRead(path, out var stamp))
                _before[path] = stamp;
        }

        void Renew(string target, string[] paths)
        {
            if (!_wasRefused && !_changes.Exists(c => Matters(target, isOwn: false, c)))
                return;
            foreach (var path in paths)
                AtomicFile.TryDelete(MSBuildPath.Full(path, project.Directory));
        }
    }

    /// <summary>What to leave in the place of a state when the project was refused: so it is renewed the next time, but not each time.</summary>
    public ProjectState AfterRefusal(TreeHash tree) => new(_isRenewed ? ProjectState.RefusedAgain : ProjectState.Refused, tree, "", new Dictionary<string, FileStamp>());

    /// <summary>Asks of the targets that had nothing to do, and of files that changed and don't look so.</summary>
    /// <param name="upToDate">Names of those targets.</param>
    /// <param name="project">After its build.</param>
    /// <returns>Why the outputs can't be told from their inputs; null where they can.</returns>
    public Reason? Refusal(IReadOnlyList<string> upToDate, ProjectInstance project)
    {
        bool IsOwn(ProjectTargetInstance target) => !_facts.OwnsTargets(target.FullPath);
        foreach (var target in upToDate.Where(t => !ByContent.Contains(t)))
        {
            var isOwn = project.Targets.TryGetValue(target, out var instance) && IsOwn(instance);
            if (Former is null && !Read.ContainsKey(target))
                return Unknown($"the outputs of the target {target}");
            if (_changes.Find(c => Matters(target, isOwn, c)) is { } change)
                return Unknown($"the outputs of the target {target}, which did not run though {change.Kind} {change.Name} changed,");
        }
        // A target of the project's own may have run, or not, before anybody listened.
        if (_changes.Find(IsHidden) is { } hidden && project.Targets.Values.Any(t => t.Outputs.Length > 0 && IsOwn(t)))
            return Unknown($"what depends on {hidden.Name}, which changed and is not newer,");
        return null;
    }

    /// <summary>Whether the file of dependencies may be of others: MSBuild does not look at what references bring.</summary>
    /// <param name="copied">Full paths of assemblies that are copied to the output, with the full paths of those that no project makes; else null.</param>
    public Reason? RefusalOfDependencies(IReadOnlyList<string> upToDate, IReadOnlyDictionary<string, string?> copied, FileDigester digester)
    {
        if (Former is null || !upToDate.Contains(OfDependencies, StringComparer.OrdinalIgnoreCase))
            return null;
        var former = Former.Entry.Files
            .Where(f => f.Kind == ProjectFileKind.Copy && IsAssembly(f.Path) && _facts.Tokens.Resolve(f.Path) is { } path && path.StartsWith(_facts.OutputFolder, StringComparison.Ordinal)
                && (IsSatellite(path) || _facts.Tokens.Resolve(f.From)?.StartsWith(_facts.IntermediateFolder, StringComparison.Ordinal) == false))
            .ToDictionary(f => _facts.Tokens.Resolve(f.Path)!, f => f.Blob.ToString(), StringComparer.Ordinal);
        var other = copied.FirstOrDefault(c => !former.TryGetValue(c.Key, out var digest) || (c.Value is { } source && digester.TryDigest(source)?.Digest.ToString() is { } now && now != digest)).Key ?? former.Keys.FirstOrDefault(path => !copied.ContainsKey(path));
        return other is null ? null : Unknown($"the list of dependencies, which was not written though {Path.GetFileName(other)} is another,");
    }

    /// <summary>Whether it is known what a file that is no copy was made from: this build wrote it, or the former one, and then its target was asked for above.</summary>
    public bool IsKnown(string path, FileStamp stamp) =>
        !_before.TryGetValue(path, out var before) || before != stamp
        // What is generated for compilers is compared by content each time.
        || !(path.StartsWith(_facts.OutputFolder, PathRules.Comparison) || IsResource(path))
        || Former?.Made(path, _facts.Tokens.Tokenize(path), stamp) == true;

    private static Reason Unknown(string subject) => new(UncacheableReason.OriginUnknown, subject);

    private static bool IsResource(string path) => path.EndsWith(".resources", StringComparison.OrdinalIgnoreCase);

    /// <summary>The project's own are told of in the file of dependencies, too.</summary>
    public static bool IsSatellite(string path) => path.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase);

    private static bool IsAssembly(string path) => Path.GetExtension(path) is ".dll" or ".exe";

    // Changed by content, and not newer than what was made from it. What lies in packages is as old as they are, and named by versions.
    private bool IsHidden(Change change) =>
        change is { Kind: "file", IsGone: false }
        && change.Name.StartsWith(PathTokens.InRoot, StringComparison.Ordinal)
        && _facts.Tokens.Resolve(change.Name) is { } path && FileStamp.TryRead(path, out var stamp) && stamp.ModifiedNanoseconds <= Former!.Ended;

    private bool Matters(string target, bool isOwn, Change change)
    {
        // By its contract it reads properties, items and imported files.
        if (isOwn)
            return change.Kind is not ("dependency" or "file");
        if (Read.TryGetValue(target, out var parts))
        {
            return change.Kind switch
            {
                "property" or "items" => Array.Exists(parts, p => change.Name.Contains(p, StringComparison.OrdinalIgnoreCase)),
                "import" => target != OfMoniker && change.Name.StartsWith("{dotnet}", StringComparison.Ordinal),
                // The place of the template is in the list, and not whether it is there.
                "file" => target == OfRuntime && change.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && (change.IsGone || IsHidden(change)),
                _ => false,
            };
        }
        if (target == OfResources)
            return change.Kind is "property" or "import" || change is { Kind: "items", Name: "EmbeddedResource" } || IsHidden(change);
        return change.Kind switch
        {
            "dependency" => false,
            "items" => !Sources.Contains(change.Name),
            // What git knows goes into PDBs.
            "repository" => target == OfCompile,
            // The versions of assemblies and packages are written down elsewhere, too.
            "file" => IsAssembly(change.Name) || change.Name.EndsWith("project.assets.json", StringComparison.Ordinal),
            _ => true,
        };
    }

    private static HashSet<string> Lines(byte[] text) => new(Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private sealed record Change(string Kind, string Name)
    {
        /// <summary>Nothing of the name is there any more.</summary>
        public bool IsGone { get; init; }

        public static Change Of(string line) => KeyField.Split(line) is [var kind, var name, ..] ? new Change(kind, name) : new Change(line, "");
    }
}
