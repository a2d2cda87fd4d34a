using System.Globalization;

namespace CompileDepot.Core.IO;

/// <summary>
/// Names for copies in the making, in the folder of their place: <c>.seconds-random.compiledepot~</c>, both in hexadecimal. Of one maker alone: two builds may restore the same place at once, and neither may move what the other
/// has half written. The time of making is in the name, since a copy may bring the times of its original along.
/// </summary>
internal static class Staging
{
    private const string Suffix = ".compiledepot~";

    // Nobody needs that long to copy the files of one entry; what is older was left by a process that was killed.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static string For(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, string.Create(CultureInfo.InvariantCulture, $".{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x}-{Guid.NewGuid().ToString("N")[..16]}{Suffix}"));

    /// <summary>Whether a file is such a copy, or was one.</summary>
    public static bool Is(string path) => path.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Removes what was left in a folder. Never throws.</summary>
    public static void CleanUp(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Suffix).Where(IsLeft))
                AtomicFile.TryDelete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no such folder yet, most often; a leftover is harmless anyway.
        }
    }

    // One without a time is of a former version.
    private static bool IsLeft(string path) =>
        !(long.TryParse(Path.GetFileName(path).TrimStart('.').Split('-')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var made)
            && made > DateTimeOffset.UtcNow.Subtract(Longest).ToUnixTimeSeconds());
}
