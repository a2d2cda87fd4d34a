using CompileDepot.Toml.Reading;

namespace CompileDepot.Toml.Editing;

/// <summary>Takes keys out of a text.</summary>
internal static class Removing
{
    /// <returns>The new text; null where there is no such key.</returns>
    public static string? Remove(Source source, IReadOnlyList<string> key)
    {
        var place = Place.Find(source, key);
        if (place.Found is null || place.Depth < key.Count - 1)
            return null;
        var cut = new Cut(source.Text);
        return place.Braces is { } braces ? RemoveItems(cut, braces, [.. key.Skip(place.BracesDepth)]) : RemoveLines(cut, source, key);
    }

    private static string RemoveLines(Cut cut, Source source, IReadOnlyList<string> key)
    {
        var isOpenEnd = false;
        foreach (var statement in source.Statements.Where(s => s.IsWithin(key)))
        {
            cut.Take(statement.IsHeader ? BeforeBlankLine(source.Text, statement.LineStart) : statement.LineStart, statement.LineEnd);
            isOpenEnd |= statement.LineEnd == source.Text.Length && !source.Text.EndsWith('\n');
        }

        // A last line without an end leaves that of the line before it, which is the last one now.
        var rest = cut.ToString();
        return isOpenEnd ? rest[..BeforeLineEnd(rest, rest.Length)] : rest;
    }

    private static string RemoveItems(Cut cut, TableNode braces, IReadOnlyList<string> key)
    {
        var kept = braces.Items.ToList();
        for (var i = kept.Count - 1; i >= 0; i--)
        {
            var item = kept[i];
            if (!new Statement([], item.Key, 0, 0).IsWithin(key))
                continue;
            var isLast = i == kept.Count - 1;
            if (!isLast && !cut.HasComment(item.End, kept[i + 1].Start))
            {
                cut.Take(item.Start, kept[i + 1].Start);
            }
            else if (isLast && i > 0 && !cut.HasComment(kept[i - 1].End, item.Start))
            {
                cut.Take(kept[i - 1].End, item.End);
                kept[i - 1] = kept[i - 1] with { Comma = item.Comma };
            }
            else
            {
                // A comment stands beside it, and stays.
                cut.Take(item.Start, item.End);
                if (item.Comma >= 0)
                    cut.Take(item.Comma, item.Comma + 1);
            }

            kept.RemoveAt(i);
        }

        if (kept.Count == 0)
            cut.TakeIfBlank(braces.Start + 1, braces.End - 1);
        return cut.ToString();
    }

    /// <summary>A table that we add begins with a blank line.</summary>
    private static int BeforeBlankLine(string text, int lineStart)
    {
        var before = BeforeLineEnd(text, lineStart);
        return before < lineStart && (before == 0 || text[before - 1] == '\n') ? before : lineStart;
    }

    private static int BeforeLineEnd(string text, int lineStart) =>
        lineStart == 0 || text[lineStart - 1] != '\n' ? lineStart : lineStart - (lineStart > 1 && text[lineStart - 2] == '\r' ? 2 : 1);
}
