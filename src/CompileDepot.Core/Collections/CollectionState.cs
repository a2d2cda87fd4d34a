using System.Collections.Immutable;

namespace CompileDepot.Core.Collections;

/// <summary>
/// What a set of projects contributes: a map from producer to what that producer contributes, with ordinals. A producer's part comes from that producer alone, so states join by union, in any order and any number of
/// times (a state-based replicated data type: associative, commutative, idempotent). Nothing is ever taken back: who contributes less has another part, and who left the closure has none. Immutable.
/// </summary>
public sealed class CollectionState
{
    private static readonly Comparer<(int Ordinal, Contribution Contribution)> ByOrdinal = Comparer<(int Ordinal, Contribution Contribution)>.Create((x, y) =>
        x.Ordinal != y.Ordinal ? x.Ordinal.CompareTo(y.Ordinal) : x.Contribution == y.Contribution ? 0 : string.CompareOrdinal(x.Contribution.ToString(), y.Contribution.ToString()));

    private readonly ImmutableSortedDictionary<Producer, ImmutableArray<(int Ordinal, Contribution Contribution)>> _parts;

    private CollectionState(ImmutableSortedDictionary<Producer, ImmutableArray<(int, Contribution)>> parts) => _parts = parts;

    public static CollectionState Empty { get; } = new(ImmutableSortedDictionary<Producer, ImmutableArray<(int, Contribution)>>.Empty.WithComparers(Producer.Order));

    /// <summary>By project path, then build.</summary>
    public IEnumerable<Producer> Producers => _parts.Keys;

    /// <param name="contributions">In order.</param>
    public static CollectionState Of(Producer producer, IEnumerable<Contribution> contributions)
    {
        var part = contributions.Select((c, i) => (i, c)).ToImmutableArray();
        return part.IsEmpty ? Empty : new(Empty._parts.Add(producer, part));
    }

    /// <summary>All of them at once: faster than one by one.</summary>
    public static CollectionState Union(IEnumerable<CollectionState> states)
    {
        var parts = Empty._parts.ToBuilder();
        foreach (var (producer, part) in states.SelectMany(s => s._parts))
            parts[producer] = parts.TryGetValue(producer, out var known) ? Join(known, part) : part;
        return new(parts.ToImmutable());
    }

    public CollectionState Union(CollectionState other) => Union([this, other]);

    /// <summary>In order, with ordinals; none for a producer that is not there.</summary>
    public IReadOnlyList<(int Ordinal, Contribution Contribution)> Of(Producer producer) => _parts.GetValueOrDefault(producer, []);

    // Two states of one producer differ only where one is out of date. Which, nobody can say here: both stay, and what contradicts is found when it is read.
    private static ImmutableArray<(int, Contribution)> Join(ImmutableArray<(int, Contribution)> one, ImmutableArray<(int, Contribution)> other) =>
        one.AsSpan().SequenceEqual(other.AsSpan()) ? one : [.. one.Concat(other).Distinct().Order(ByOrdinal)];
}
