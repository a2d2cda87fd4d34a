using System.Text;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

/// <summary>The properties that hold for every file: adding twice is adding once, and removing brings the original bytes back.</summary>
internal static class EditorAssert
{
    public const string Path = "/repo/file";
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Checks an original with each line end, with a byte order mark, and with the line ends changed by Git between adding and removing.
    /// </summary>
    public static void RoundTripsInAllSpellings(IFileEditor editor, string original)
    {
        foreach (var lineEnd in new[] { "\n", "\r\n", "\r" })
        {
            if (lineEnd == "\r" && original.Contains("//", StringComparison.Ordinal))
                continue; // Readers differ about whether CR ends a JSON comment.
            var text = original.ReplaceLineEndings(lineEnd);
            RoundTrips(editor, Encoding.UTF8.GetBytes(text));
            RoundTrips(editor, [.. Mark, .. Encoding.UTF8.GetBytes(text)]);
        }

        var unix = original.ReplaceLineEndings("\n");
        var added = Encoding.UTF8.GetString(editor.Add(Path, Encoding.UTF8.GetBytes(unix)));
        var removed = editor.Remove(Path, Encoding.UTF8.GetBytes(added.ReplaceLineEndings("\r\n")));
        Assert.AreEqual(Show(Encoding.UTF8.GetBytes(unix.ReplaceLineEndings("\r\n"))), Show(removed), $"after a checkout with CRLF, of\n{added}");
    }

    public static byte[] RoundTrips(IFileEditor editor, byte[] original)
    {
        var added = editor.Add(Path, original);
        Assert.AreNotEqual(Show(original), Show(added));
        Assert.AreEqual(Show(added), Show(editor.Add(Path, added)), "adding again");
        Assert.AreEqual(Show(original), Show(editor.Remove(Path, added)), $"removing from\n{Show(added)}");
        Assert.AreEqual(Show(original), Show(editor.Remove(Path, original)), "removing what was never added");
        return added;
    }

    public static string Add(IFileEditor editor, string original) => Encoding.UTF8.GetString(editor.Add(Path, Encoding.UTF8.GetBytes(original)));

    public static string? Remove(IFileEditor editor, string original) =>
        editor.Remove(Path, Encoding.UTF8.GetBytes(original)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Bytes as text that shows line ends, marks and broken characters in a failure.</summary>
    private static string Show(byte[]? bytes) => bytes is null
        ? "(deleted)"
        : Encoding.Latin1.GetString(bytes).Replace("\r", "␍", StringComparison.Ordinal).Replace("\n", "␊\n", StringComparison.Ordinal);
}
