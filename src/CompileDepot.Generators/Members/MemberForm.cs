namespace CompileDepot.Generators.Members;

/// <summary>What a member gives, or does.</summary>
internal enum MemberForm
{
    /// <summary><c>IReadOnlyList</c>, <c>IReadOnlyCollection</c>, <c>IEnumerable</c>.</summary>
    List,
    Array,
    ImmutableArray,
    Span,

    /// <summary><c>IReadOnlyDictionary</c>, <c>IDictionary</c>.</summary>
    ReadOnlyDictionary,
    Dictionary,
    FrozenDictionary,
    Counter,

    /// <summary>Calls each contributed method.</summary>
    Registration,
}

/// <summary>What values a list or dictionary holds.</summary>
internal enum ElementKind
{
    None,
    String,
    Int,
    Long,
    Bool,
    Enum,
    Type,
    Delegate,
    Object,
}
