using CompileDepot.Core.Effects;

namespace CompileDepot.Core.Caching;

/// <summary>Compares what a compile did with what an entry says it does (mode <c>Verify</c>).</summary>
internal static class CompileComparison
{
    /// <summary>Every difference, in words; empty where the two are the same.</summary>
    /// <param name="read">Gives the stored bytes of a file, as they would be restored here, or null.</param>
    public static IReadOnlyList<string> Compare(Entry entry, StoredCompile now, Func<OutputFileEffect, byte[]?> read)
    {
        var differences = new List<string>();
        var former = entry.Files.ToDictionary(f => f.Path);
        foreach (var (file, content) in now.Entry.Files.Zip(now.Blobs))
        {
            if (!former.Remove(file.Path, out var twin))
                differences.Add($"{file.Path} is written now, and was not");
            else if ((twin.Blob != file.Blob || twin.IsLocal) && read(twin) is var stored && !content.AsSpan().SequenceEqual(stored))
                differences.Add($"{file.Path} differs{Place(stored, content)}");
        }
        differences.AddRange(former.Keys.Select(path => $"{path} was written, and is not now"));
        // Analyzers run in parallel: their diagnostics have no order.
        var before = entry.Effects.OfType<WarningEffect>().ToList();
        var after = now.Entry.Effects.OfType<WarningEffect>().ToList();
        differences.AddRange(after.Except(before).Select(w => $"warning {w.Code} in {w.File}({w.Line}) is given now, and was not"));
        differences.AddRange(before.Except(after).Select(w => $"warning {w.Code} in {w.File}({w.Line}) was given, and is not now"));
        differences.AddRange(Parameters(entry).Union(Parameters(now.Entry)).Where(p => !Values(entry, p).SequenceEqual(Values(now.Entry, p))).Select(p => $"the output parameter {p} has another value"));
        return differences;
    }

    private static IEnumerable<string> Parameters(Entry entry) => entry.Effects.Select(ParameterOf).OfType<string>();

    private static IEnumerable<Effect> Values(Entry entry, string parameter) => entry.Effects.Where(e => ParameterOf(e) == parameter);

    private static string? ParameterOf(Effect effect) => effect switch
    {
        OutputItemEffect item => item.Parameter,
        OutputPropertyEffect property => property.Parameter,
        _ => null,
    };

    private static string Place(byte[]? before, byte[] now)
    {
        if (before is null)
            return "";
        var at = before.AsSpan().CommonPrefixLength(now);
        return before.Length == now.Length ? $" from byte {at} of {now.Length}" : $" from byte {at}; it had {before.Length} bytes and has {now.Length}";
    }
}
