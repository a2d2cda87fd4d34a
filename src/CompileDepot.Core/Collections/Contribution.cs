namespace CompileDepot.Core.Collections;

/// <summary>One thing that a project puts into a collection. Its ordinal is its place among all that the project contributes: items in the order of the project, then attributes in that of the metadata.</summary>
/// <param name="Key">Of a table's entry; null otherwise.</param>
public sealed record Contribution(string Collection, CollectionKind Kind, string? Key, ContributionValue Value)
{
    /// <summary><c>kind collection value…</c>, with the key of a table before the value.</summary>
    public IReadOnlyList<string> Fields => Key is null ? [Kind.Word(), Collection, .. Value.Fields] : [Kind.Word(), Collection, Key, .. Value.Fields];

    /// <summary>The inverse of <see cref="Fields"/>.</summary>
    /// <exception cref="FormatException">They are no contribution.</exception>
    public static Contribution Of(params ReadOnlySpan<string> fields)
    {
        if (fields.Length < 3)
            throw new FormatException("a contribution has three fields or more");
        var (kind, isTable) = (CollectionKinds.Parse(fields[0]), fields[0] == CollectionKind.Table.Word());
        var contribution = new Contribution(fields[1], kind, isTable ? fields[2] : null, ContributionValue.Of(fields[(isTable ? 3 : 2)..]));
        return contribution.Fault is { } fault ? throw new FormatException(fault) : contribution;
    }

    /// <summary>What it can't be, in words; null where all is well.</summary>
    public string? Fault =>
        Collection.Length == 0 ? "the collection has no name"
        : Kind == CollectionKind.Table && string.IsNullOrEmpty(Key) ? $"an entry of the table '{Collection}' has no key"
        : Kind != CollectionKind.Table && Key is not null ? $"'{Collection}' is no table, and '{Key}' is a key"
        : Kind == CollectionKind.Counter && Value is not Int64Value ? $"the counter '{Collection}' counts whole numbers, and '{Value.Name}' is none"
        : null;

    /// <summary>One line: the fields, with tabs between them.</summary>
    public override string ToString() => FieldText.Join([.. Fields]);
}
