using System.Text.RegularExpressions;
using CompileDepot.Generators.Gathered;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators.Reporting;

/// <summary>What a file is written in, as far as quotes and comments differ.</summary>
internal enum SourceKind
{
    CSharpOrFSharp,
    VisualBasic,
    Project,
}

/// <summary>
/// Looks for the attribute, in C#, VB or F#, or for the MSBuild item that contributed a value. By text: the project is not part of this compile. What the text names by a constant is not understood, so the best likeness counts:
/// the value first, which the error is about, then key and collection.
/// </summary>
internal static class AttributeText
{
    /// <summary>Where the value itself was found. Less is a guess.</summary>
    public const int Sure = 4;

    // A source file with attributes by the hundred thousand is searched in a blink; one with an unclosed bracket is left after so much.
    private const int MaxLength = 4000;

    /// <summary>The best likeness, or null. Lines of comments are passed over.</summary>
    public static (int Score, TextSpan Span)? Find(string text, Contribution contribution, SourceKind kind)
    {
        var word = contribution.Kind switch { CollectionKind.Seq => "CompileSeq", CollectionKind.Table => "CompileTable", _ => "CompileCounter" };
        (int Score, TextSpan Span)? best = null;
        var isProject = kind == SourceKind.Project;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var end = isProject ? EndOfElement(text, at) : EndOfArguments(text, at + word.Length, kind);
            if (end < 0 || IsComment(text, at, kind))
                continue;
            var inside = text.Substring(at, end - at);
            var score = Score(isProject ? Unescape(inside) : inside, contribution);
            if (best is null || score > best.Value.Score)
                best = (score, TextSpan.FromBounds(at, end));
        }
        return best;
    }

    private static int Score(string text, Contribution contribution) =>
        (HasValue(text, contribution.Value) ? Sure : 0) + (contribution.Key is { } key && HasText(text, key) ? 2 : 0) + (HasText(text, contribution.Collection) ? 1 : 0);

    private static bool HasValue(string text, GatheredValue value) => value.Tag switch
    {
        ValueTag.String => HasText(text, value.Text),
        ValueTag.Integer => HasWord(text.Replace("_", ""), value.Text),
        ValueTag.Boolean => text.IndexOf(value.Text, StringComparison.OrdinalIgnoreCase) >= 0,
        ValueTag.Type => HasWord(text, SimpleName(value.Type)),
        _ => HasWord(text, SimpleName(value.Type)) && HasWord(text, value.Text),
    };

    // As each language escapes it: VB doubles quotes, the others put a backslash, verbatim and MSBuild text has none.
    private static bool HasText(string text, string value) => new[] { value, value.Replace("\\", "\\\\").Replace("\"", "\\\""), value.Replace("\"", "\"\"") }.Any(v => text.Contains($"\"{v}\""));

    private static bool HasWord(string text, string word) => Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(word)}(?!\w)", RegexOptions.CultureInvariant);

    private static string SimpleName(string type)
    {
        var name = type.Split('[')[0];
        return name.Substring(name.LastIndexOfAny(['.', '+']) + 1).Split('`')[0];
    }

    private static bool IsComment(string text, int at, SourceKind kind)
    {
        var line = text.Substring(text.LastIndexOf('\n', at) + 1, at - text.LastIndexOf('\n', at) - 1).TrimStart();
        return line.StartsWith(kind switch { SourceKind.VisualBasic => "'", SourceKind.Project => "<!--", _ => "//" }, StringComparison.Ordinal);
    }

    // From behind "CompileSeq": "Attribute" or nothing, then brackets with text in quotes among it.
    private static int EndOfArguments(string text, int at, SourceKind kind)
    {
        if (string.CompareOrdinal(text, at, "Attribute", 0, 9) == 0)
            at += 9;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        if (at >= text.Length || text[at] != '(')
            return -1;
        var (depth, quoted, escapes) = (0, false, false);
        for (var i = at; i < text.Length && i < at + MaxLength; i++)
        {
            var c = text[i];
            if (quoted && escapes && c == '\\')
                i++;
            else if (c == '"')
                (quoted, escapes) = (!quoted, kind != SourceKind.VisualBasic && text[i - 1] != '@');
            else if (!quoted && c == '(')
                depth++;
            else if (!quoted && c == ')' && --depth == 0)
                return i + 1;
        }
        return -1;
    }

    // An item's values may be attributes, or elements in it: as far as the next item, if it has any.
    private static int EndOfElement(string text, int at)
    {
        if (at == 0 || text[at - 1] != '<')
            return -1;
        var end = text.IndexOf('>', at);
        if (end < 0 || text[end - 1] == '/')
            return end;
        var close = text.IndexOf("</Compile", end, StringComparison.Ordinal);
        return close < 0 ? end : close;
    }

    // An element's text counts as quoted.
    private static string Unescape(string xml) =>
        Regex.Replace(xml, ">([^<>]*)</", ">\"$1\"</").Replace("'", "\"").Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&");
}
