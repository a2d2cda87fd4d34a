using CompileDepot.Core.Comparing;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Cli.Doctor.Determinism;

/// <summary>Compares what two builds made of one tree, and says of each difference where it comes from: once, however many files hold a copy or are a consequence.</summary>
internal sealed class TreeComparison
{
    private const string Generated = "generated";

    // What NuGet and MSBuild keep for themselves: it holds paths and times, and no compiler reads it but for what the key leaves out (see how-it-decides.md).
    private static readonly string[] Bookkeeping =
        [".cache", ".FileListAbsolute.txt", ".editorconfig", ".sourcelink.json", ".nuget.g.props", ".nuget.g.targets", ".dgspec.json", "project.assets.json", ".Up2Date", ".lref", ".rsp", ".binlog"];

    // What a link leads to is compared in its own place, or is not of the tree.
    private static readonly EnumerationOptions Real = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    private static readonly string[] Sources = [".cs", ".vb", ".fs"];

    private readonly TreeCopy _first;
    private readonly TreeCopy _second;
    private readonly OutputComparer _comparer;
    private readonly List<Finding> _findings = [];

    // By the project's intermediate folder: which finding tells why its outputs differ, or hold the path.
    private readonly Dictionary<string, int> _differ = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _bound = new(StringComparer.Ordinal);
    private readonly HashSet<(ContentDigest, ContentDigest)> _told = [];
    private int _compared;

    public TreeComparison(TreeCopy first, TreeCopy second) => (_first, _second, _comparer) = (first, second, new OutputComparer(first.Top, second.Top));

    public IReadOnlyList<Finding> Findings()
    {
        var (ours, others) = (Outputs(_first), Outputs(_second));
        var common = ours.Where(others.Contains).Order(StringComparer.Ordinal).ToList();
        foreach (var path in ours.Except(others).Concat(others.Except(ours)).Order(StringComparer.Ordinal))
            Add(Verdict.Wrong, $"{path} is made by one of the builds only", "See which target or generator chooses the file's name.");
        // First what others are made from: obj before its copies in bin, sources and what is embedded before assemblies.
        var images = common.Where(IsImage).OrderBy(p => IsIntermediate(p) ? 0 : 1).ThenBy(p => p, StringComparer.Ordinal).ToList();
        foreach (var path in images)
            _comparer.AddReference(First(path), Second(path));
        var rest = common.Where(p => !IsImage(p) && !IsSource(p) && !IsPdbOfImage(p)).ToList();
        foreach (var path in common.Where(IsSource))
            CompareSource(path);
        foreach (var path in rest.Where(IsIntermediate))
            CompareOther(path);
        foreach (var path in images)
            CompareImage(path);
        foreach (var path in rest.Where(p => !IsIntermediate(p)))
            CompareOther(path);
        if (_findings.TrueForAll(f => f.Verdict != Verdict.Wrong))
            _findings.Insert(0, Finding.Good(DeterminismTrial.About, $"{Output.Shown.Count(_compared, "output")} of two builds in two folders are the same, but for what can be rewritten for another place"));
        return _findings;
    }

    private static HashSet<string> Outputs(TreeCopy tree) =>
    [
        .. Directory.EnumerateFiles(tree.Top, "*", Real).Select(f => Path.GetRelativePath(tree.Top, f))
            .Where(f => !tree.Files.Contains(f) && !Bookkeeping.Any(b => f.EndsWith(b, StringComparison.OrdinalIgnoreCase))),
    ];

    private static bool IsImage(string path) => Path.GetExtension(path) is ".dll" or ".netmodule";

    private static bool IsSource(string path) => Sources.Contains(Path.GetExtension(path));

    private static bool IsIntermediate(string path) => path.Split('/', '\\').Contains("obj");

    private bool IsPdbOfImage(string path) => Path.GetExtension(path) == ".pdb" && File.Exists(Path.Combine(_first.Top, Path.ChangeExtension(path, ".dll")));

    private byte[] First(string path) => File.ReadAllBytes(Path.Combine(_first.Top, path));

    private byte[] Second(string path) => File.ReadAllBytes(Path.Combine(_second.Top, path));

    private void CompareSource(string path)
    {
        var (first, second) = (First(path), Second(path));
        _compared++;
        if (_comparer.CompareFiles(first, second) is { } difference)
        {
            _differ.TryAdd(OwnerOf(path), _findings.Count);
            Add(Verdict.Wrong, $"{Maker(path)} {(GeneratorOf(path) is null ? "" : $"gives another {Path.GetFileName(path)}: ")}{Likely(difference)}{difference.What}", Advice(difference, GeneratorOf(path)), path);
        }
        else if (_comparer.HoldsPath(first))
        {
            _bound.TryAdd(OwnerOf(path), _findings.Count);
            Add(Verdict.Notice, $"{Maker(path)} {(GeneratorOf(path) is null ? "" : "writes a source that ")}holds the path of the tree: results are bound to it", "Write paths relative to the project, or leave them out.", path);
        }
    }

    private void CompareImage(string path)
    {
        var pdb = Path.ChangeExtension(path, ".pdb");
        var hasPdb = File.Exists(Path.Combine(_first.Top, pdb)) && File.Exists(Path.Combine(_second.Top, pdb));
        var (first, second) = (First(path), Second(path));
        _compared += hasPdb ? 2 : 1;
        // A copy of what was looked at, or of nothing that needs a look.
        if (!_told.Add((ContentDigest.Of(first), ContentDigest.Of(second))))
            return;
        // Without its PDB beside it, an assembly says nothing more than the one that has it.
        if (_comparer.CompareImages(Path.GetFileName(path), first, hasPdb ? First(pdb) : null, second, hasPdb ? Second(pdb) : null) is not { } difference)
            return;
        if (difference.Cause != DifferenceCause.NotDeterministic && IsConsequence(path, difference))
            return;
        Add(difference.Cause == DifferenceCause.TreePath ? Verdict.Notice : Verdict.Wrong, Sentence(path, difference), Advice(difference, null), path);
    }

    private void CompareOther(string path)
    {
        var (first, second) = (First(path), Second(path));
        _compared++;
        if (_comparer.CompareFiles(first, second) is not { } difference || !_told.Add((ContentDigest.Of(first), ContentDigest.Of(second))) || IsConsequence(path, difference))
            return;
        _differ.TryAdd(OwnerOf(path), _findings.Count);
        Add(Verdict.Wrong, Sentence(path, difference), Advice(difference, null), path);
    }

    // Told with its cause.
    private bool IsConsequence(string path, OutputDifference difference)
    {
        if (!(difference.Cause == DifferenceCause.TreePath ? _bound : _differ).TryGetValue(OwnerOf(path), out var cause))
            return false;
        _findings[cause] = _findings[cause] with { Where = [.. _findings[cause].Where, $"and so {path}"] };
        return true;
    }

    private static string Sentence(string path, OutputDifference difference) => difference.Cause switch
    {
        DifferenceCause.NotDeterministic => $"{Path.GetFileName(path)} is compiled with Deterministic=false: another {difference.What}",
        DifferenceCause.TreePath => $"{Path.GetFileName(path)} holds the path of the tree ({difference.What}): results are bound to it",
        _ => $"{Path.GetFileName(path)} differs: {Likely(difference)}{difference.What}",
    };

    private static string Likely(OutputDifference difference) => difference.Kind switch
    {
        DifferenceKind.Time => "a time, it seems; ",
        DifferenceKind.Random => "something random, it seems; ",
        _ => "",
    };

    private static string Advice(OutputDifference difference, string? generator) => (difference.Cause, difference.Kind) switch
    {
        (DifferenceCause.NotDeterministic, _) => "Remove Deterministic=false.",
        (DifferenceCause.Version, _) => "Give the version in full, without a star.",
        (DifferenceCause.TreePath, _) => "Write paths relative to the project; PathMap or ContinuousIntegrationBuild=true map what the compiler itself writes.",
        (_, DifferenceKind.Time) when generator is not null => $"Let {generator} write no time; or set CompileDepotEnabled=false for the projects that use it.",
        (_, DifferenceKind.Time) => "Look for a target or task that writes the time, and take it from the commit instead (git log -1 --format=%cI).",
        (_, DifferenceKind.Random) => "Make the value from what it stands for (a hash of a name), not anew in each build.",
        _ when generator is not null => $"Let {generator} sort what it writes, and read nothing but what the compiler gives it.",
        (DifferenceCause.Resource, _) => "See what makes the resource: archives hold times, serialisers may keep the order of a hash table.",
        _ => "See what makes it; mode Verify (CompileDepotMode=Verify) compares each build with the depot.",
    };

    // obj/Debug/net10.0/generated/<assembly>/<type>/<file>: as the compilers write it.
    private static string? GeneratorOf(string path) => path.Split('/', '\\') is var parts && Array.LastIndexOf(parts, Generated) is >= 0 and var at && parts.Length > at + 3 ? $"{parts[at + 2]} ({parts[at + 1]})" : null;

    private static string Maker(string path) => GeneratorOf(path) is { } generator ? $"the generator {generator}" : $"the source {Path.GetFileName(path)}, which the build writes,";

    // The project's intermediate folder, below which its compile finds and leaves all: what stands before these.
    private static string OwnerOf(string path)
    {
        var parts = Path.GetDirectoryName(path)!.Split('/', '\\').TakeWhile(p => p is not (Generated or "ref" or "refint")).ToArray();
        return string.Join('/', parts);
    }

    private void Add(Verdict verdict, string what, string fix, params IReadOnlyList<string> where) => _findings.Add(new Finding(verdict, DeterminismTrial.About, what, fix) { Where = where });
}
