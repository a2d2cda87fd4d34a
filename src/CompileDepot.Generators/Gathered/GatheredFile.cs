namespace CompileDepot.Generators.Gathered;

/// <summary>The kinds of collections. <see cref="Unknown"/>: sealed, and no other project contributes.</summary>
internal enum CollectionKind
{
    Unknown,
    Seq,
    Table,
    Counter,
}

/// <param name="Key">Null but in a table.</param>
internal sealed record GatheredItem(string Producer, string? Key, GatheredValue Value);

/// <summary>The number that a file under version control gives a name.</summary>
internal sealed record GatheredId(string Name, int Number);

/// <summary>A collection that the project seals.</summary>
internal sealed record GatheredCollection(string Name, CollectionKind Kind, EquatableArray<GatheredItem> Items, EquatableArray<GatheredId> Ids);

/// <summary>What the targets gathered for a project that seals collections.</summary>
/// <param name="Path">Of the file; that with the places of contributions is beside it.</param>
/// <param name="Self">The project itself, as a producer.</param>
internal sealed record GatheredFile(string Path, string Self, EquatableArray<GatheredCollection> Collections)
{
    /// <summary>How the names of such files end.</summary>
    public const string Suffix = ".gathered.txt";

    public const string LocationsSuffix = ".gathered.locations.json";

    /// <summary>What is wrong with the file, if it can't be read: then it has no collections.</summary>
    public string? Fault { get; init; }

    public static GatheredFile Faulty(string path, string fault) => new(path, "", default) { Fault = fault };

    /// <summary>Null where the project does not seal it.</summary>
    public GatheredCollection? Find(string collection) => Collections.FirstOrDefault(c => c.Name == collection);
}
