using System.Collections.Concurrent;
using CompileDepot.Cli.Hashing;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Images;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Graphs;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Graph;

namespace CompileDepot.Cli.Images;

/// <summary>
/// Finds what a depot has of projects, and packs it: the entry of the whole project that fits this checkout as it is; of a project that has none, the entries of its last compiles and steps here, if all that they read is
/// still the same; and what NuGet's restore of it gave. Builds nothing.
/// </summary>
internal sealed class ProjectPacker(ImageBuilder builder)
{
    private const string RestoreStep = "Restore";

    private readonly ConcurrentDictionary<string, bool> _outside = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<RootRecord>> _records = new(StringComparer.Ordinal);

    public PackedProject Pack(ProjectGraphNode node, GraphHasher hasher, Func<ProjectFacts, FileDigester> digesterOf)
    {
        var hash = TreeHasher.Describe(node, hasher);
        PackedProject With(string? whyNotWhole, int steps, IReadOnlyList<string> missing) => new(hash.Project, hash.Framework, hash.Configuration, whyNotWhole, steps, missing);
        if (hash.IsFault || hasher.Of(node) is not { } hashed)
            return With(hash.Reason ?? "its hash is not known", 0, [hash.Reason ?? "its hash is not known"]);
        var facts = hashed.Project.Facts;
        var stack = DepotStack.Of(facts.Settings);
        var packer = new ImagePacker(stack, builder);
        var digester = digesterOf(facts);
        var missing = PackRestore(facts, packer).ToList();
        var whyNotWhole = PackWhole(hashed, hash, stack, packer, digester, out var compiles);
        if (whyNotWhole is null)
            return With(null, compiles, missing);
        var records = Records(facts).Where(r => r.Task is not (ActionRecord.WholeProject or RestoreStep) && r.Project == facts.Tokens.Tokenize(facts.File) && r.Framework == facts.Framework && r.Configuration == facts.Configuration).ToList();
        if (records.Count == 0)
            return With(whyNotWhole, 0, [.. missing, $"as a whole: {whyNotWhole}; and no step of it was recorded in this checkout"]);
        // What the project's own build writes follows from the rest, as for a whole project.
        var made = Directory.Exists(facts.IntermediateFolder) ? Directory.EnumerateFiles(facts.IntermediateFolder, "*", SearchOption.AllDirectories).Select(facts.Tokens.Tokenize).ToHashSet(StringComparer.Ordinal) : [];
        var check = new FactCheck(facts.Here, digester, _outside);
        var broken = records.OrderBy(r => r.Task, StringComparer.Ordinal).Select(r => (r.Task, Why: PackStep(r, check, made, stack, packer))).Where(r => r.Why is not null).ToList();
        return With(whyNotWhole, records.Count - broken.Count, [.. missing, .. broken.Select(b => $"{Output.Shown.Step(b.Task)}: {b.Why}")]);
    }

    private string? PackWhole(HashedProject hashed, ProjectHash hash, DepotStack stack, ImagePacker packer, FileDigester digester, out int compiles)
    {
        compiles = 0;
        if (hashed.Project.Ineligible is { } reason)
            return reason.Sentence;
        if (hash.Hash is not { } tree || !hash.IsExact)
            return hash.Reason;
        var here = hashed.Project.Facts.Here;
        if (new ProjectCache(stack, here, digester, new FactCheck(here, digester, _outside)).Find(tree, out var why) is not { } hit)
            return why.Length > 0 ? why : "no depot has a build of it as it is";
        compiles = hit.Actions.Count;
        return packer.Add(hit);
    }

    private static string? PackStep(RootRecord record, FactCheck check, HashSet<string> made, DepotStack stack, ImagePacker packer)
    {
        if (stack.ReadBlob(new ContentDigest(record.KeyText.Value)) is not { } text)
            return "its key text is in no depot any more";
        return check.FirstBroken(text, made) is { } broken ? $"{Output.Shown.Step(broken)} is not what it was" : packer.Add(record.Key);
    }

    // Not every restore is kept, and NuGet can do without.
    private IEnumerable<string> PackRestore(ProjectFacts facts, ImagePacker packer) =>
        Records(facts).Where(r => r.Task == RestoreStep && r.Project == facts.Tokens.Tokenize(facts.File)).Select(r => packer.Add(r.Key)).OfType<string>().Select(why => $"restore of packages: {why}");

    private IReadOnlyList<RootRecord> Records(ProjectFacts facts)
    {
        var layout = new DepotLayout(facts.Settings.Depots[0]);
        if (!_records.TryGetValue(layout.Folder, out var records))
            _records[layout.Folder] = records = [.. RootRecord.ReadAll(layout)];
        return [.. records.Where(r => r.Root == facts.Settings.Root)];
    }
}
