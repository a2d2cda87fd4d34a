using System.Security.Cryptography;
using System.Text;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Trust;

/// <summary>
/// A file of public keys: blocks of PEM (<c>-----BEGIN PUBLIC KEY-----</c>), each with what is said of it in the lines above that begin with <c>#</c>. Other lines are blank. Edits leave all else as it is.
/// </summary>
public static class KeyList
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    /// <summary>Reads the text of a file; one without keys is in order, and trusts nobody.</summary>
    /// <param name="path">For messages.</param>
    /// <exception cref="SettingsException">CD0053: names file and line.</exception>
    public static IReadOnlyList<TrustedKey> Parse(string path, string text)
    {
        var lines = Lines(text);
        var keys = new List<TrustedKey>();
        // Where the comment above the next key begins.
        var comment = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith(Begin, StringComparison.Ordinal))
            {
                keys.Add(Block(path, lines, ref i, comment));
                comment = i + 1;
            }
            else if (line.Length == 0)
            {
                comment = i + 1;
            }
            else if (!line.StartsWith('#'))
            {
                throw Bad(path, i, "neither a key nor a comment, which begins with '#'");
            }
        }
        return keys;
    }

    /// <summary>The list with a key more.</summary>
    /// <param name="comment">What is said of it; empty: nothing.</param>
    public static string Add(string text, TrustedKey key, string comment)
    {
        var result = new StringBuilder(text);
        if (text.Length > 0)
            result.Append(text.EndsWith('\n') ? "\n" : "\n\n");
        foreach (var line in Lines(comment).Where(l => l.Trim().Length > 0))
            result.Append("# ").Append(line.Trim()).Append('\n');
        return result.Append(PemEncoding.Write(Pem.PublicLabel, key.PublicKey)).Append('\n').ToString();
    }

    /// <summary>The list without a key, the comment above it, and one blank line between it and its neighbours.</summary>
    /// <param name="key">Of <see cref="Parse"/> of the same text.</param>
    public static string Remove(string text, TrustedKey key)
    {
        var lines = text.Split('\n').ToList();
        var (first, last) = (key.FirstLine - 1, key.LastLine - 1);
        if (last + 1 < lines.Count - 1 && lines[last + 1].Trim().Length == 0)
            last++;
        else if (first > 0 && lines[first - 1].Trim().Length == 0)
            first--;
        lines.RemoveRange(first, last - first + 1);
        return string.Join('\n', lines);
    }

    private static TrustedKey Block(string path, List<string> lines, ref int i, int comment)
    {
        var start = i;
        if (lines[i].Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw Bad(path, i, "a private key. A list holds the public half; a private key that others have seen is to be replaced");
        while (!lines[i].Trim().StartsWith(End, StringComparison.Ordinal))
        {
            if (++i == lines.Count || lines[i].Trim().StartsWith(Begin, StringComparison.Ordinal))
                throw Bad(path, start, "a key without an end");
        }
        using var key = Pem.TryRead(string.Join('\n', lines.Skip(start).Take(i - start + 1)), out var fault) ?? throw Bad(path, start, $"this {fault}");
        var said = lines.Skip(comment).Take(start - comment).Select(l => l.Trim().TrimStart('#').Trim()).Where(l => l.Length > 0);
        return new TrustedKey(Fingerprint.Of(key), path, start + 1, string.Join(' ', said)) { PublicKey = key.ExportSubjectPublicKeyInfo(), FirstLine = comment + 1, LastLine = i + 1 };
    }

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(l => l.TrimEnd('\r'))];

    private static SettingsException Bad(string path, int line, string what) => new(DiagnosticCodes.BadTrustedKeys, $"{path}({line + 1}): {what}.");
}

/// <summary>A public key in a list.</summary>
/// <param name="File">Full path of the list.</param>
/// <param name="Line">Where the key begins, from 1.</param>
/// <param name="Comment">What the list says of it; else empty.</param>
public sealed record TrustedKey(Fingerprint Fingerprint, string File, int Line, string Comment)
{
    internal byte[] PublicKey { get; init; } = [];

    /// <summary>Of the comment above it.</summary>
    internal int FirstLine { get; init; }

    internal int LastLine { get; init; }
}
