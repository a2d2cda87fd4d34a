namespace CompileDepot.Core.Settings;

/// <summary>A property that users set or read. Texts are Markdown of one line, as a cell of a table has it; links are relative to <c>eng/docs</c>.</summary>
/// <param name="Name">The full name: <c>CompileDepotMode</c>.</param>
/// <param name="Values">What it can be; of a property that CompileDepot sets, that it is to be read.</param>
/// <param name="Default">What it is where nobody sets it.</param>
/// <param name="Summary">What it means, in some words.</param>
public sealed record Setting(string Name, string Values, string Default, string Summary)
{
    /// <summary>What it means, with all that is to be known.</summary>
    public string Details { get; init; } = Summary;
}
