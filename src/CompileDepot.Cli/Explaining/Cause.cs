using CompileDepot.Core.Actions;

namespace CompileDepot.Cli.Explaining;

/// <summary>A difference that made a step run, and where it stands.</summary>
/// <param name="File">Path from the root, with <c>/</c>; null where there is none, or it can't be told.</param>
/// <param name="Line">From 1; null where it can't be told.</param>
internal sealed record Cause(KeyDifference Difference, string? File, int? Line)
{
    /// <summary><c>source src/A.cs changed (src/A.cs:17)</c>.</summary>
    public string Sentence => File is null || Difference.Sentence.EndsWith(')') ? Difference.Sentence : $"{Difference.Sentence} ({File}{(Line is { } line ? $":{line}" : "")})";
}
