namespace CompileDepot.Core.Actions;

/// <summary>One thing in which two key texts differ.</summary>
/// <param name="Kind">The kind of line: <c>source</c>, <c>reference</c>, <c>option</c>, …</param>
/// <param name="Sentence">In words, without the final full stop: <c>reference A.dll changed</c>.</param>
public sealed record KeyDifference(string Kind, string Sentence);
