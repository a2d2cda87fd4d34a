using CompileDepot.Generators.Gathered;
using CompileDepot.Generators.Reporting;

namespace CompileDepot.Generators.Contributions;

/// <summary>
/// A collection with what the sealing project's own attributes add: behind the last producer that is not after the project itself, so behind its own items; a value that was there before, or a key with the value that it
/// has, adds nothing.
/// </summary>
internal sealed record Union(CollectionKind Kind, IReadOnlyList<Contribution> Contributions)
{
    /// <param name="own">Of this collection, in order.</param>
    public static Union Of(GatheredCollection collection, string self, IReadOnlyList<Contribution> own, List<Problem> problems)
    {
        var kind = collection.Kind == CollectionKind.Unknown && own.Count > 0 ? own[0].Kind : collection.Kind;
        var gathered = collection.Items.Select(i => new Contribution(i.Producer, kind, collection.Name, i.Key, i.Value, null)).ToList();
        foreach (var other in own.Where(c => c.Kind != kind))
        {
            var first = gathered.Count > 0 ? gathered[0] : own[0];
            problems.Add(new(Codes.TwoKinds, $"Collection '{collection.Name}' is a {Word(kind)} in {first.Producer}, and a {Word(other.Kind)} in {other.Producer}.", other.Place));
        }
        var all = gathered.Where(c => string.CompareOrdinal(c.Producer, self) <= 0).Concat(own.Where(c => c.Kind == kind)).Concat(gathered.Where(c => string.CompareOrdinal(c.Producer, self) > 0));
        return new(kind, kind switch
        {
            CollectionKind.Seq => Distinct(all),
            CollectionKind.Table => Table(all, problems),
            _ => [.. all],
        });
    }

    private static List<Contribution> Distinct(IEnumerable<Contribution> all)
    {
        var seen = new HashSet<GatheredValue>();
        return [.. all.Where(c => seen.Add(c.Value))];
    }

    private static List<Contribution> Table(IEnumerable<Contribution> all, List<Problem> problems)
    {
        var (kept, byKey) = (new List<Contribution>(), new Dictionary<string, Contribution>(StringComparer.Ordinal));
        foreach (var contribution in all)
        {
            if (!byKey.TryGetValue(contribution.Key!, out var first))
            {
                byKey.Add(contribution.Key!, contribution);
                kept.Add(contribution);
            }
            else if (first.Value != contribution.Value)
            {
                // The place of an attribute of ours is known for sure.
                var at = contribution.Place is null && first.Place is not null ? first : contribution;
                problems.Add(new(
                    Codes.DuplicateKey,
                    $"Table '{contribution.Collection}' has two values for key \"{contribution.Key}\": {first.Value.Description} from {first.Producer}, and {contribution.Value.Description} from {contribution.Producer}.",
                    at.Place,
                    at));
            }
        }
        return kept;
    }

    public static string Word(CollectionKind kind) => kind switch { CollectionKind.Seq => "CompileSeq", CollectionKind.Table => "CompileTable", _ => "CompileCounter" };
}
