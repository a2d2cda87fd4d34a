using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collections;

/// <summary>
/// The ids of a collection, as a file under version control holds them: comments at the top, then one id a line (see <see cref="StableId"/>), by number. An id is never given to another name; that of a name which is gone stays
/// reserved, and is the name's again when it comes back; new names get numbers above the highest that was ever used. So two branches that add names meet at the end of the file, where version control sees it. Immutable.
/// </summary>
public sealed class StableIds
{
    private readonly IReadOnlyList<string> _comments;
    private readonly string _newLine;

    internal StableIds(IReadOnlyList<StableId> ids, IReadOnlyList<string> comments, string newLine) => (Ids, _comments, _newLine) = (ids, comments, newLine);

    /// <summary>By number.</summary>
    public IReadOnlyList<StableId> Ids { get; }

    /// <summary>As they are before anybody wrote a file.</summary>
    public static StableIds None(string collection) =>
        new([], [$"# Ids of the collection '{collection}', written by the build. An id is never given to another name; names that are gone stay reserved."], "\n");

    /// <param name="file">For messages.</param>
    /// <returns>Null where there are problems.</returns>
    public static StableIds? TryParse(string text, string file, out IReadOnlyList<CollectionProblem> problems)
    {
        var parser = new StableIdsParser(file);
        parser.Read(text);
        problems = parser.Problems;
        return problems.Count == 0 ? parser.Ids : null;
    }

    /// <summary>As <see cref="Merge"/>, where a person may have written any number into the file.</summary>
    /// <param name="file">For the message.</param>
    /// <returns>Null where there are no more numbers.</returns>
    public StableIds? TryMerge(IEnumerable<string> names, string file, out CollectionProblem? problem)
    {
        try
        {
            problem = null;
            return Merge(names);
        }
        catch (OverflowException)
        {
            problem = new(DiagnosticCodes.BadIds, $"There is no id above {Ids[^1].Number}, that of '{Ids[^1].Name}', for a new name. Give it a lower one, if nobody uses it yet.", file);
            return null;
        }
    }

    /// <summary>The ids with what is contributed now.</summary>
    /// <param name="names">In any order: new ones are numbered in that of their characters, so that no order of builds or of references shows.</param>
    /// <exception cref="OverflowException">There are no more numbers.</exception>
    public StableIds Merge(IEnumerable<string> names)
    {
        var wanted = new SortedSet<string>(names, StringComparer.Ordinal);
        var next = Ids.Count == 0 ? 0 : Ids[^1].Number;
        var ids = Ids.Select(i => i with { IsReserved = !wanted.Remove(i.Name) }).ToList();
        foreach (var name in wanted)
            ids.Add(new(next = checked(next + 1), name));
        return new(ids, _comments, _newLine);
    }

    /// <summary>The file's whole text.</summary>
    public string Text() => string.Concat(_comments.Concat(Ids.Select(i => i.ToString())).Select(l => l + _newLine));

    /// <summary>What is other than it was: lines with <c>-</c> and <c>+</c> before them, by number. Empty where nothing is.</summary>
    public string Difference(StableIds former)
    {
        var (before, after) = (former.Ids.ToHashSet(), Ids.ToHashSet());
        var lines = former.Ids.Where(i => !after.Contains(i)).Select(i => (i.Number, Line: $"- {i}")).Concat(Ids.Where(i => !before.Contains(i)).Select(i => (i.Number, Line: $"+ {i}")));
        // A stable sort: what is gone stands before what has come.
        return string.Join('\n', lines.OrderBy(l => l.Number).Select(l => l.Line));
    }

    /// <summary>Where a build may not write: what it would have written. Null where the file is up to date.</summary>
    /// <param name="former">What the file says; <see cref="None"/> where there is none.</param>
    public CollectionProblem? OutOfDate(StableIds former, string file) =>
        Difference(former) is { Length: > 0 } difference ? new(DiagnosticCodes.IdsOutOfDate, $"The ids are not those that the build gives. Build elsewhere, and commit the file. The difference:\n{difference}", file) : null;
}
