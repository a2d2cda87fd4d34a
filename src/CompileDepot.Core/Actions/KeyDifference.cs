namespace CompileDepot.Core.Actions;

/// <summary>One thing in which two key texts differ.</summary>
/// <param name="Kind">The kind of line: <c>source</c>, <c>reference</c>, <c>option</c>, …; or <c>package</c>, for all lines that a package is behind.</param>
/// <param name="Sentence">In words, without the final full stop: <c>reference A.dll changed</c>.</param>
public sealed record KeyDifference(string Kind, string Sentence)
{
    /// <summary>What the line is about, as it stands there: a tokenized path, or a name. Empty where that is not known.</summary>
    public string Name { get; init; } = "";

    /// <summary>What stood behind the name: of a file its digest first. Empty for what is new.</summary>
    public string Former { get; init; } = "";

    /// <summary>What stands there now; empty for what is gone.</summary>
    public string Now { get; init; } = "";
}
