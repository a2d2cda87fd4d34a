using CompileDepot.Generators.Gathered;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators.Reporting;

/// <summary>A place in a file, compared by value.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public Location Location => Location.Create(Path, Span, Lines);

    public static Place? Of(Location? location) => location is { SourceTree: not null } ? new(location.SourceTree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;
}

/// <summary>A contribution: an attribute of this project, whose place is known, or one that was gathered, whose place is looked for when there is something to say of it.</summary>
/// <param name="Key">Null but in a table.</param>
internal sealed record Contribution(string Producer, CollectionKind Kind, string Collection, string? Key, GatheredValue Value, Place? Place);

/// <summary>An error to report, at <paramref name="Place"/>, or where <paramref name="Contribution"/> was written, or nowhere.</summary>
internal sealed record Problem(string Code, string Message, Place? Place = null, Contribution? Contribution = null);
