using CompileDepot.Core.Effects;

namespace CompileDepot.Core.Caching;

/// <summary>Compares what a compile did with what an entry says it does (mode <c>Verify</c>).</summary>
public static class CompileComparison
{
    /// <summary>Every difference, in words; empty where the two are the same.</summary>
    /// <param name="readBlob">Gives the stored bytes of a file, or null.</param>
    public static IReadOnlyList<string> Compare(Entry stored, StoredCompile now, Func<OutputFileEffect, byte[]?> readBlob)
    {
        var differences = new List<string>();
        var former = stored.Files.ToDictionary(f => f.Path);
        foreach (var (file, content) in now.Entry.Files.Zip(now.Blobs))
        {
            if (!former.Remove(file.Path, out var twin))
                differences.Add($"{file.Path} is written now, and was not");
            else if (twin.Blob != file.Blob)
                differences.Add($"{file.Path} differs{Place(readBlob(twin), content)}");
        }
        differences.AddRange(former.Keys.Select(path => $"{path} was written, and is not now"));
        // Analyzers run in parallel: their diagnostics have no order.
        var before = stored.Effects.OfType<WarningEffect>().ToList();
        var after = now.Entry.Effects.OfType<WarningEffect>().ToList();
        differences.AddRange(after.Except(before).Select(w => $"warning {w.Code} in {w.File}({w.Line}) is given now, and was not"));
        differences.AddRange(before.Except(after).Select(w => $"warning {w.Code} in {w.File}({w.Line}) was given, and is not now"));
        return differences;
    }

    private static string Place(byte[]? before, byte[] now)
    {
        if (before is null)
            return "";
        var at = before.AsSpan().CommonPrefixLength(now);
        return before.Length == now.Length ? $" from byte {at} of {now.Length}" : $" from byte {at}; it had {before.Length} bytes and has {now.Length}";
    }
}
