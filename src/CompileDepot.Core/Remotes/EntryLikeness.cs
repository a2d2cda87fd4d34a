using CompileDepot.Core.Effects;

namespace CompileDepot.Core.Remotes;

/// <summary>Whether two entries of one key say the same: if not, the step is not deterministic, reads what its key does not tell, or one of the two is a forgery.</summary>
internal static class EntryLikeness
{
    /// <summary>The first difference that matters, in words; null where there is none. When and where entries were made does not count.</summary>
    public static string? Difference(Entry left, Entry right)
    {
        if ((left.KeyText, left.BoundTo, left.BoundBy) != (right.KeyText, right.BoundTo, right.BoundBy))
            return "what they are bound to";
        // Made at two places, files that hold something of their place differ, as they must.
        var isSamePlace = left.Imprint is null ? right.Imprint is null : right.Imprint is not null && left.Imprint.Commit == right.Imprint.Commit && left.Imprint.Roots.SequenceEqual(right.Imprint.Roots);
        if (!Told(left).SequenceEqual(Told(right)))
            return "warnings or output parameters";
        var (ours, theirs) = (left.Files.ToList(), right.Files.ToList());
        if (!ours.Select(f => (f.Role, f.Path)).SequenceEqual(theirs.Select(f => (f.Role, f.Path))))
            return "which files there are";
        foreach (var (our, their) in ours.Zip(theirs))
        {
            var mayDiffer = our.IsLocal && their.IsLocal && !isSamePlace;
            if (our.IsLocal != their.IsLocal || (our.Blob != their.Blob && !mayDiffer))
                return our.Path;
        }
        return null;
    }

    // Analyzers run side by side, so warnings come in any order; messages may tell times.
    private static IEnumerable<string> Told(Entry entry) =>
        entry.Effects.Where(e => e is not (OutputFileEffect or MessageEffect)).Select(e => e is OutputItemEffect item ? $"{item} {string.Join(' ', item.Metadata)}" : e.ToString()!).Order(StringComparer.Ordinal);

    /// <summary>Whether the last entry is the one that counts: what is known against packages changes under one key.</summary>
    public static bool IsRenewed(Entry entry) => entry.Files.All(f => f.Role == OutputRole.PackageRestore);
}
