using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Stores what the build of the project left behind, once it is done.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordCompiledArtefacts : ProjectTask
{
    /// <summary>All that the build wrote: the SDK's own list, with what is copied from others.</summary>
    public ITaskItem[] Written { get; set; } = [];

    /// <summary>What of it the SDK keeps in a file for cleaning: what is copied from others to a place outside of the project's folder is not among it.</summary>
    public ITaskItem[] FileWrites { get; set; } = [];

    /// <summary>Items of kinds that the SDK generates files for; those that lie elsewhere are passed over.</summary>
    public ITaskItem[] Generated { get; set; } = [];

    /// <summary>Files of packages and dependencies that are copied to the output.</summary>
    public ITaskItem[] CopyLocal { get; set; } = [];

    /// <summary>Files of this project and of dependencies that are copied to the output.</summary>
    public ITaskItem[] Content { get; set; } = [];

    public ITaskItem[] IntermediateAssembly { get; set; } = [];

    public string AppHost { get; set; } = "";

    /// <summary>What the SDK hashes to notice that the command line changed, and the file it keeps that in.</summary>
    public ITaskItem[] CompileList { get; set; } = [];

    public string CompileListFile { get; set; } = "";

    public bool CompileListIgnoresCase { get; set; } = true;

    /// <summary>What the SDK hashes to notice that the assembly's attributes changed, and the file it keeps that in.</summary>
    public ITaskItem[] AttributeList { get; set; } = [];

    public string AttributeListFile { get; set; } = "";

    /// <summary>What the SDK hashes to notice that the runtime's configuration changed, and the file it keeps that in.</summary>
    public ITaskItem[] RuntimeConfigurationList { get; set; } = [];

    public string RuntimeConfigurationListFile { get; set; } = "";

    /// <summary>For who refers to this project: its dependency-tree hash, or where that does not tell all, a hash of what was built.</summary>
    [Output]
    public string TreeHash { get; set; } = "";

    /// <summary>The hash of what they can see of it; empty where that is not known.</summary>
    [Output]
    public string Interface { get; set; } = "";

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build.Evaluated is not { } project)
            return;
        var facts = project.Facts;
        var session = SessionOf(facts);
        if (build.Tree is not { } tree)
        {
            if (project.Ineligible is { } reason)
                NotStored(session, facts, reason, "", build);
            return;
        }
        TreeHash = tree.ToString();
        if (project.Ineligible is { } ineligible)
        {
            TreeHash = "";
            TreeHash = AsBuilt(surface, facts, tree, session.Digester);
            NotStored(session, facts, ineligible, TreeHash, build);
        }
        else if (build.Recording is { } recording)
        {
            var effects = BuildListener.Of(surface.Events).End(BuildEngine, recording, out var hidden);
            if (facts.Settings.Mode == DepotMode.ReadOnly)
                return;
            var (recorded, reason) = effects is null ? (null, new Reason(UncacheableReason.WarningHidden, hidden)) : TryRecord(surface, build, project, tree, session, effects);
            if (recorded is not var (entry, id, paths))
            {
                // What was left may be anything: so who refers to the project counts what is there.
                if (reason!.Kind == UncacheableReason.OriginUnknown)
                {
                    build.Untouched!.AfterRefusal(tree).Write(facts.StateFile);
                    TreeHash = AsBuilt(surface, facts, tree, session.Digester);
                }
                NotStored(session, facts, reason, TreeHash, build);
                return;
            }
            Interface = entry.Interface?.ToString() ?? "";
            ProjectState.Of(id, tree, facts.Here.Commit ?? "", paths)?.Write(facts.StateFile);
            var former = new FormerTree(facts, session);
            var why = build.Why.Length > 0 ? build.Why : former.Compare(tree, build.TreeText);
            session.Recorder.Add(
                facts.Record(ActionRecord.WholeProject, ActionOutcome.Compiled, new Reason(UncacheableReason.None), tree.ToString(), why, entry.Duration, TimeSpan.Zero, entry.Files.Sum(f => f.Size)) with
                {
                    PreviousKey = former.Hash,
                    Damage = build.Damage + session.Stack.Damage.Count,
                });
            former.Keep(tree);
        }
        session.Digester.Save();
    }

    private (RecordedProject? Project, Reason? Reason) TryRecord(
        RequestSurface surface, ProjectBuild build, EvaluatedProject project, TreeHash tree, DepotSession session, IReadOnlyList<Core.Effects.Effect> effects)
    {
        try
        {
            return Record(surface, build, project, tree, session, effects);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            new DepotLog(BuildEngine4, project.Facts.File).Fault(e.Message);
            return (null, new Reason(UncacheableReason.DepotFault, e.Message));
        }
    }

    private (RecordedProject? Project, Reason? Reason) Record(
        RequestSurface surface, ProjectBuild build, EvaluatedProject project, TreeHash tree, DepotSession session, IReadOnlyList<Core.Effects.Effect> effects)
    {
        var facts = project.Facts;
        if (project.Inputs.FirstOrDefault(i => !FileDigester.IsUnchanged(i)) is { } changed)
            return (null, new Reason(UncacheableReason.InputChanged, changed.Path));
        var (untouched, upToDate) = (build.Untouched!, build.Recording!.UpToDate);
        if ((untouched.Refusal(upToDate, surface.Project) ?? untouched.RefusalOfDependencies(upToDate, Copied(surface, facts), session.Digester)) is { } refusal)
            return (null, refusal);
        var soFar = new CompiledSoFar(facts, session, untouched.Former);
        var compiles = soFar.Of(build.Compiles, out var reason);
        if (compiles is null || soFar.Said(effects, out reason) is not { } said)
            return (null, reason);
        var assembly = IntermediateAssembly.Select(i => Full(surface, i.ItemSpec)).FirstOrDefault() ?? "";
        if (!compiles.Exists(c => c.Outputs.ContainsKey(assembly)))
            return (null, new Reason(UncacheableReason.CompileNotStored, assembly));
        // Where several projects share a folder, the copy of a dependency's file is that file.
        var written = Files(surface, facts).Except(Sources(surface), StringComparer.Ordinal).ToList();
        // Some of what the SDK generates is in no list but that of the sources or resources.
        var intermediates = Generated.Select(c => Full(surface, c.ItemSpec)).Concat(AppHost.Length > 0 ? [Full(surface, AppHost)] : []).Concat(written)
            .Where(p => p.StartsWith(facts.IntermediateFolder, StringComparison.Ordinal))
            .ToList();
        var lists = new Dictionary<string, string>(StringComparer.Ordinal);
        void Hashed(string file, ITaskItem[] list, bool ignoresCase)
        {
            if (file.Length > 0)
                lists[Full(surface, file)] = HashedList.Text(list.Select(i => i.ItemSpec), ignoresCase);
        }
        Hashed(CompileListFile, CompileList, CompileListIgnoresCase);
        Hashed(AttributeListFile, AttributeList, ignoresCase: false);
        Hashed(RuntimeConfigurationListFile, RuntimeConfigurationList, ignoresCase: false);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (facts.CleanFile.Length > 0)
            texts[facts.CleanFile] = string.Concat(FileWrites.Select(f => f.ItemSpec + Environment.NewLine));
        var outcome = new ProjectOutcome(
            [.. intermediates, .. written],
            [.. CopyLocal.Concat(Content).Select(i => Full(surface, i.ItemSpec)), .. intermediates],
            lists,
            texts,
            [.. compiles.Select(c => (new ProjectAction(c.Step, c.KeyText, c.Entry!.Key, c.Exact), c.Entry))],
            said,
            DateTimeOffset.UtcNow - build.Began)
        {
            AppHost = AppHost.Length > 0 ? Full(surface, AppHost) : "",
            IsKnown = untouched.IsKnown,
        };
        var template = new ProjectEntry(
            tree, facts.Identity.Project, facts.Framework, facts.Configuration, facts.Identity.Root, facts.Here.Commit ?? "", null, DateTimeOffset.UtcNow, default, [], [], [])
        {
            WarnsBefore = build.Recording.WarnsBefore,
            Interface = InterfaceOf(build, project, compiles.First(c => c.Outputs.ContainsKey(assembly)), assembly, session.Digester),
        };
        session.Stack.First.AddBlob(build.TreeText);
        foreach (var compile in compiles)
            session.Stack.First.AddBlob(compile.Text, new ContentDigest(compile.KeyText.Value));
        var (recorded, unstored) = new ProjectRecorder(session.Stack, facts.Here, session.Digester).Record(template, outcome);
        if (recorded is not null && build is { Cutoff: { } cutoff, CutoffText: { } cutoffText } && recorded.Entry.OwnFiles.All(f => IsOfEvaluation(facts, f)))
        {
            session.Stack.First.AddBlob(cutoffText);
            session.Stack.Add(recorded.Entry with { Tree = cutoff });
        }
        return (recorded, unstored);
    }

    // What compilers see of the assembly is its reference assembly, where it has one.
    private static TreeHash? InterfaceOf(ProjectBuild build, EvaluatedProject project, CompileDone compile, string assembly, FileDigester digester)
    {
        if (build.CutoffText is not { } text || AssemblyFace.Of(assembly) is not { } face)
            return null;
        var seen = compile.Outputs.Keys.FirstOrDefault(p => Path.GetFileName(p) == Path.GetFileName(assembly) && Path.GetFileName(Path.GetDirectoryName(p)) is "ref" or "refint") ?? assembly;
        return digester.TryDigest(seen) is { } file ? InterfaceText.HashOf(text, project.Sources, new LocalDigester(project.Facts.Here).OfFile(file, isReference: true), face) : null;
    }

    // Beside what it copies the SDK writes these alone to the output; of what else may be there it is not known what it was made from.
    private static bool IsOfEvaluation(ProjectFacts facts, ProjectFile file) =>
        facts.Tokens.Resolve(file.Path) is { } path
        && (path.StartsWith(facts.IntermediateFolder, StringComparison.Ordinal) || file.Path.EndsWith(".deps.json", StringComparison.Ordinal) || file.Path.EndsWith(".runtimeconfig.json", StringComparison.Ordinal));

    // What is copied from others, but for what the project itself offers to those that refer to it.
    private IEnumerable<string> Sources(RequestSurface surface) =>
        CopyLocal.Concat(Content.Where(i => i.GetMetadata("MSBuildSourceProjectFile") is { Length: > 0 } project && project != surface.Project.FullPath)).Select(i => Full(surface, i.ItemSpec));

    // See UntouchedOutputs.RefusalOfDependencies.
    private Dictionary<string, string?> Copied(RequestSurface surface, ProjectFacts facts)
    {
        var copied = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var item in CopyLocal.Where(i => Path.GetExtension(i.ItemSpec) is ".dll" or ".exe"))
        {
            var source = Full(surface, item.ItemSpec);
            var target = Full(surface, Path.Combine(facts.OutputFolder, item.GetMetadata("DestinationSubDirectory"), Path.GetFileName(source)));
            if (target != source)
                copied[target] = item.GetMetadata("ReferenceSourceTarget") == "ProjectReference" ? null : source;
        }
        foreach (var satellite in FileWrites.Select(f => Full(surface, f.ItemSpec)).Where(p => UntouchedOutputs.IsSatellite(p) && p.StartsWith(facts.OutputFolder, StringComparison.Ordinal)))
            copied.TryAdd(satellite, null);
        return copied;
    }

    // Full paths of what was written, but for what is ours.
    private IEnumerable<string> Files(RequestSurface surface, ProjectFacts facts) =>
        Written.Concat(FileWrites).Select(f => Full(surface, f.ItemSpec)).Where(path => path != facts.StateFile && path != facts.HashFile).Distinct(StringComparer.Ordinal);

    private void NotStored(DepotSession session, ProjectFacts facts, Reason reason, string tree, ProjectBuild build)
    {
        new DepotLog(BuildEngine4, facts.File).Message($"{facts.DisplayName} is not stored whole: {reason.Sentence}");
        session.Recorder.Add(facts.Record(ActionRecord.WholeProject, ActionOutcome.NotStored, reason, tree, build.Why.Length > 0 ? build.Why : reason.Sentence, TimeSpan.Zero, TimeSpan.Zero, 0) with { Damage = build.Damage + session.Stack.Damage.Count });
    }

    // What its own targets read is not known; so who refers to it depends on what they made: on what any checkout and commit would make of it. What it copied from others, its own hash tells. Empty where a file can't be read.
    private string AsBuilt(RequestSurface surface, ProjectFacts facts, TreeHash tree, FileDigester digester)
    {
        var text = new StringBuilder("compiledepot-built 1\n").Append(tree.ToString()).Append('\n');
        var local = new LocalDigester(facts.Here);
        string[] lists = [CompileListFile, AttributeListFile, RuntimeConfigurationListFile];
        var passed = lists.Where(l => l.Length > 0).Select(l => Full(surface, l)).Concat(Copied(surface, facts).Keys).Append(facts.CleanFile).Append(facts.StateFile).Append(facts.HashFile).ToHashSet(StringComparer.Ordinal);
        foreach (var path in FileWrites.Select(f => Full(surface, f.ItemSpec)).Where(p => !ProjectRestorer.IsCache(p) && !passed.Contains(p) && Path.GetExtension(p) is not ".pdb").Order(StringComparer.Ordinal))
        {
            if (!File.Exists(path))
                continue;
            if (digester.TryDigest(path) is not { } file)
                return "";
            var digest = local.IsLocalAssembly(path) ? local.OfFile(file) : Path.GetExtension(path) is ".cs" or ".vb" or ".fs" or ".json" or ".txt" or ".config" or ".editorconfig" ? local.OfText(file, isStamped: true) : file.Digest;
            text.Append(KeyField.Escape(facts.Tokens.Tokenize(path))).Append(' ').Append(digest.ToString()).Append('\n');
        }
        return Core.Projects.TreeText.HashOf(Encoding.UTF8.GetBytes(text.ToString())).ToString();
    }

    private static string Full(RequestSurface surface, string path) => MSBuildPath.Full(path, surface.Project.Directory);
}
