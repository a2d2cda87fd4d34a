using System.Globalization;
using System.Text;

namespace CompileDepot.Core.Collections;

/// <summary>A number that stands for a name, for ever.</summary>
/// <param name="Number">From 1.</param>
/// <param name="IsReserved">Nobody contributes the name any more; whoever still sends the number must not be taken for another.</param>
public readonly record struct StableId(int Number, string Name, bool IsReserved = false)
{
    private const string Reserved = "reserved";

    /// <summary>Its line: <c>7 ping</c>, <c>8 "GET /users"</c>, <c>9 pong reserved</c>. A name that is not one plain word is quoted, so that the last word is never part of a name.</summary>
    public override string ToString() => $"{Number.ToString(CultureInfo.InvariantCulture)} {(IsPlain(Name) ? Name : Quote(Name))}{(IsReserved ? $" {Reserved}" : "")}";

    /// <summary>Of a line; null where it is none, or not as <see cref="ToString"/> writes it.</summary>
    public static StableId? TryParse(string line)
    {
        var space = line.IndexOf(' ');
        if (space < 0 || !int.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return null;
        var rest = line[(space + 1)..];
        var quote = rest.LastIndexOf('"');
        var isQuoted = rest.StartsWith('"') && quote > 0;
        var end = isQuoted ? quote + 1 : rest.IndexOf(' ') is >= 0 and var at ? at : rest.Length;
        if (rest[end..] is not ("" or " " + Reserved) || (isQuoted ? Unquote(rest[1..quote]) : rest[..end]) is not { } name)
            return null;
        var id = new StableId(number, name, end < rest.Length);
        return id.ToString() == line ? id : null;
    }

    private static bool IsPlain(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c is '"' or '\\' or '\ufeff');

    private static string Quote(string name)
    {
        var text = new StringBuilder(name.Length + 2).Append('"');
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsHighSurrogate(c) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                text.Append(c).Append(name[++i]);
            else if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || (char.IsWhiteSpace(c) && c != ' ') || c == '\ufeff')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }
        return text.Append('"').ToString();
    }

    private static string? Unquote(string text)
    {
        var name = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
                name.Append(text[i]);
            else if (i + 5 < text.Length && text[i + 1] == 'u' && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, null, out var unit))
                (name, i) = (name.Append((char)unit), i + 5);
            else if (i + 1 < text.Length && text[i + 1] is '"' or '\\')
                name.Append(text[++i]);
            else
                return null;
        }
        return name.ToString();
    }
}
