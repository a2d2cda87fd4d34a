namespace CompileDepot.Core.Preferences;

/// <summary>What somebody who wrote a name that does not exist may have meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The name with the fewest edits (a character added, left out, changed, or two neighbours exchanged; upper and lower case are alike); of equals the first in the order of characters.
    /// Null where all are further than a third of the length.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, name.Length / 3);
        var upper = name.ToUpperInvariant();
        string? best = null;
        // The difference of lengths is a lower bound: most names go without the table.
        foreach (var candidate in candidates.Where(c => Math.Abs(c.Length - name.Length) <= limit).Order(StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - name.Length) > limit || Distance(upper, candidate.ToUpperInvariant()) is var distance && distance > limit)
                continue;
            limit = distance - 1;
            best = candidate;
        }
        return best;
    }

    /// <summary>" Did you mean 'x'?", to follow a sentence, or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) => Of(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    private static int Distance(string left, string right)
    {
        var (before, row, next) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                next[j] = Math.Min(Math.Min(next[j - 1], row[j]) + 1, row[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row, next) = (row, next, before);
        }
        return row[right.Length];
    }
}
