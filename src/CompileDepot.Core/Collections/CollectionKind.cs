namespace CompileDepot.Core.Collections;

/// <summary>What a collection is. Persisted by the words of <see cref="CollectionKinds.Word"/>: never renamed.</summary>
public enum CollectionKind
{
    /// <summary>A set of values in a stable order.</summary>
    Seq = 1,

    /// <summary>Values by key.</summary>
    Table = 2,

    /// <summary>A sum.</summary>
    Counter = 3,
}

/// <summary>The words for kinds in files.</summary>
public static class CollectionKinds
{
    public static string Word(this CollectionKind kind) => kind switch
    {
        CollectionKind.Seq => "seq",
        CollectionKind.Table => "table",
        CollectionKind.Counter => "counter",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <exception cref="FormatException">There is no such kind.</exception>
    public static CollectionKind Parse(string? word) => word switch
    {
        "seq" => CollectionKind.Seq,
        "table" => CollectionKind.Table,
        "counter" => CollectionKind.Counter,
        _ => throw new FormatException($"'{word}' is no kind of collection"),
    };
}
