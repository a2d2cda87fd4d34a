using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collections;

/// <summary>Walks the files of what a project refers to, directly and through others, each once: so the project that seals reads files, and asks nobody to build anything.</summary>
public sealed class ContributionWalk
{
    // By full path: what a file says, or why it can't be read.
    private readonly Dictionary<string, (ContributionsFile? Content, Exception? Fault)> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private readonly List<CollectionProblem> _problems = [];

    private ContributionWalk()
    {
    }

    /// <summary>The contributions of the closure, without those of the project that asks.</summary>
    public CollectionState State { get; private set; } = CollectionState.Empty;

    /// <summary>Full paths of all files that were read or found missing, in the order of the walk.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>What the files say, by their paths' order.</summary>
    public IReadOnlyList<ContributionsFile> Contributors { get; private set; } = [];

    public IReadOnlyList<CollectionProblem> Problems => _problems;

    /// <param name="producer">The project that asks, as messages and a cycle name it.</param>
    /// <param name="references">Full paths of the files of the projects that it refers to.</param>
    public static ContributionWalk Of(Producer producer, IEnumerable<string> references)
    {
        var walk = new ContributionWalk();
        var own = references.Distinct(StringComparer.Ordinal).ToList();
        walk.Read(own);
        walk.Walk(producer, own);
        walk.Contributors = [.. walk._files.Select(f => walk._read[f].Content).OfType<ContributionsFile>()];
        walk.State = CollectionState.Union(walk.Contributors.Select(c => CollectionState.Of(c.Producer, c.Contributions)));
        return walk;
    }

    /// <summary>Which of some collections a project of the closure seals too: the values would be in the program twice.</summary>
    public IEnumerable<CollectionProblem> SealedTwice(Producer producer, IEnumerable<string> seals) =>
        from name in seals.Distinct().Order(StringComparer.Ordinal)
        from other in Contributors.Where(c => c.Producer.Path != producer.Path && c.Seals.Contains(name)).Select(c => c.Producer.Path).Distinct().Order(StringComparer.Ordinal)
        select new CollectionProblem(DiagnosticCodes.SealedTwice, $"The collection '{name}' is sealed by {producer.Path}, and by {other}, to which it refers.");

    // All files that are as far away, at once: a thousand are half a second for one processor. What order they are read in does not show.
    private void Read(List<string> files)
    {
        while (files.Count > 0)
        {
            foreach (var (file, read) in files.Zip(files.AsParallel().AsOrdered().Select(Read)))
                _read.Add(file, read);
            files = [.. files.SelectMany(f => ReferencesOf(f, _read[f].Content)).Where(f => !_read.ContainsKey(f)).Distinct(StringComparer.Ordinal)];
        }
    }

    // By hand and not by calls: a chain of thousands of projects is a stack of the heap's.
    private void Walk(Producer producer, IEnumerable<string> references)
    {
        var path = new List<(Producer Producer, string? File, IEnumerator<string> Next)> { (producer, null, Ordered(references)) };
        var open = new HashSet<string>(StringComparer.Ordinal);
        while (path.Count > 0)
        {
            var (from, file, remaining) = path[^1];
            if (!remaining.MoveNext())
            {
                path.RemoveAt(path.Count - 1);
                if (file is not null)
                    open.Remove(file);
                continue;
            }
            var next = remaining.Current;
            if (open.Contains(next))
                Cycle([.. path.SkipWhile(p => p.File != next).Select(p => p.Producer)]);
            else if (_met.Add(next) && Meet(next, from) is { } content)
            {
                if (content.Producer == producer)
                {
                    Cycle([.. path.Select(p => p.Producer)]);
                    continue;
                }
                open.Add(next);
                path.Add((content.Producer, next, Ordered(ReferencesOf(next, content))));
            }
        }
    }

    private ContributionsFile? Meet(string file, Producer by)
    {
        _files.Add(file);
        var (content, fault) = _read[file];
        if (fault is FileNotFoundException or DirectoryNotFoundException)
            _problems.Add(new(DiagnosticCodes.MissingContributions, $"{by.Path} refers to a project whose contributions are not there: '{file}' is missing.", file));
        else if (fault is not null)
            _problems.Add(new(DiagnosticCodes.UnreadableContributions, $"The contributions of a project to which {by.Path} refers can't be read: {fault.Message.TrimEnd('.')}.", file));
        return content;
    }

    private static (ContributionsFile?, Exception?) Read(string file)
    {
        try
        {
            return (ContributionsFile.Parse(File.ReadAllBytes(file)), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return (null, e);
        }
    }

    private static IEnumerable<string> ReferencesOf(string file, ContributionsFile? content)
    {
        var folder = Path.GetDirectoryName(file)!;
        return content is null ? [] : content.References.Select(r => Path.GetFullPath(r, folder));
    }

    private void Cycle(IReadOnlyList<Producer> producers) =>
        _problems.Add(new(DiagnosticCodes.CyclicContributions, $"Projects refer to each other in a circle: {string.Join(" → ", producers.Append(producers[0]))}."));

    private static IEnumerator<string> Ordered(IEnumerable<string> files) => files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).GetEnumerator();
}
