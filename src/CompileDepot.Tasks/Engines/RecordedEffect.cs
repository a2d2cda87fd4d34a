using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Engines;

/// <summary>Turns an event of a build into the effect that is recorded of it.</summary>
internal static class RecordedEffect
{
    public static WarningEffect Of(BuildWarningEventArgs e, PathTokens tokens) => new(
        e.Subcategory,
        e.Code,
        e.File is not null && Path.IsPathFullyQualified(e.File) ? tokens.Tokenize(e.File) : e.File,
        e.LineNumber,
        e.ColumnNumber,
        e.EndLineNumber,
        e.EndColumnNumber,
        Text(e.Message, tokens),
        e.HelpKeyword,
        e.HelpLink,
        e.SenderName);

    /// <returns>Null for a message that is no effect: of less than high importance, or what this run did rather than what its result is.</returns>
    public static MessageEffect? Of(BuildMessageEventArgs e, PathTokens tokens) =>
        e.Importance == MessageImportance.High && e is not TaskCommandLineEventArgs ? new MessageEffect((int)e.Importance, Text(e.Message, tokens), e.SenderName) : null;

    private static string? Text(string? text, PathTokens tokens) => text is null ? null : tokens.TokenizeText(text);
}
