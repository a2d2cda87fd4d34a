namespace CompileDepot.Core.Collections;

/// <summary>
/// A collection as it is read: in order of project paths, then of ordinals; builds of one project count as that project. A sequence keeps the first of equal values, a table the first of equal entries. A counter has one value for each
/// project: the largest that one of its builds contributes.
/// </summary>
/// <param name="Kind">Null where nobody contributes.</param>
/// <param name="Items">With the paths of the projects that contribute them.</param>
public sealed record GatheredCollection(string Name, CollectionKind? Kind, IReadOnlyList<(string Producer, string? Key, ContributionValue Value)> Items)
{
    /// <summary>By what ids are given, in order: a table's keys, the names of a sequence's values; a counter has none.</summary>
    public IEnumerable<string> IdNames => Kind == CollectionKind.Counter ? [] : Items.Select(i => i.Key ?? i.Value.Name).Distinct();

    /// <summary>Gathers some collections of a state.</summary>
    /// <param name="names">Each once, and in order of characters, in the result too.</param>
    /// <returns>The collections, as far as they make sense, and what contradicts.</returns>
    public static (IReadOnlyList<GatheredCollection> Collections, IReadOnlyList<CollectionProblem> Problems) Gather(CollectionState state, IEnumerable<string> names)
    {
        var gatherers = new SortedDictionary<string, Gatherer>(StringComparer.Ordinal);
        foreach (var name in names)
            gatherers.TryAdd(name, new(name));
        // Two builds of a project are neighbours here: what they contribute under one ordinal is in one place.
        foreach (var project in state.Producers.GroupBy(p => p.Path))
        {
            var builds = project.ToList();
            var contributions = builds.Count == 1
                ? state.Of(builds[0]).Select(c => (Producer: builds[0], c.Ordinal, c.Contribution))
                : builds.SelectMany(b => state.Of(b).Select(c => (Producer: b, c.Ordinal, c.Contribution))).OrderBy(c => c.Ordinal).ThenBy(c => c.Producer, Producer.Order);
            foreach (var (producer, _, contribution) in contributions)
            {
                if (gatherers.TryGetValue(contribution.Collection, out var gatherer))
                    gatherer.Add(producer, contribution);
            }
            foreach (var gatherer in gatherers.Values)
                gatherer.EndProject(project.Key);
        }
        return ([.. gatherers.Values.Select(g => g.Result)], [.. gatherers.Values.SelectMany(g => g.Problems)]);
    }
}
