using System.Text;
using CompileDepot.Core.Preferences;

namespace CompileDepot.Cli.Init;

/// <summary>Puts the files of this machine's preferences into <c>.gitignore</c>, below a comment that tells the lines from some that stood there before, or takes them out.</summary>
/// <remarks>
/// Spellings that tell later what was there before (rule 2 of <see cref="IFileEditor"/>):
/// <code>
/// no file              the text of Created
/// nothing but blanks   the names with **/ in front, blanks kept behind them
/// something            comment and names in lines of their own behind it
/// </code>
/// A file that has both names already is left as it is. The text is looked at as Latin-1, one character for each byte, so that any encoding of ASCII survives.
/// </remarks>
internal sealed class IgnoreFileEditor : IFileEditor
{
    public const string Name = ".gitignore";

    private const string Comment = "# CompileDepot: what is of this machine alone.";

    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];

    private static readonly string[] Names = [PreferenceFile.LocalName, EnvironmentLock.LocalName];

    public byte[] Created => Encoding.ASCII.GetBytes(Block("\n", "") + "\n");

    public byte[] Add(string path, byte[] original)
    {
        var (mark, text) = Split(original);
        if (Has(text))
            return original;
        var end = Blanks.SkipBack(text, text.Length);
        var line = Blanks.LineEnd(text, 0, text.Length) ?? "\n";
        return Join(mark, end == 0 ? Block(line, "**/") + text : text.Insert(end, line + Block(line, "")));
    }

    public byte[]? Remove(string path, byte[] original)
    {
        var (mark, text) = Split(original);
        if (Blanks.SameLines(text, Encoding.ASCII.GetString(Created)))
            return null;
        foreach (var block in LineEnds.SelectMany(l => new[] { Block(l, ""), Block(l, "**/") }))
        {
            if (text.IndexOf(block, StringComparison.Ordinal) is >= 0 and var at && (at + block.Length == text.Length || char.IsWhiteSpace(text[at + block.Length])))
                return Join(mark, Blanks.Cut(text, at, at + block.Length));
        }
        return original;
    }

    private static bool Has(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).ToList();
        return Names.All(n => lines.Contains(n) || lines.Contains("**/" + n));
    }

    private static string Block(string line, string prefix) => string.Join(line, Names.Select(n => prefix + n).Prepend(Comment));

    private static (byte[] Mark, string Text) Split(byte[] file)
    {
        var length = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return (file[..length], Encoding.Latin1.GetString(file, length, file.Length - length));
    }

    private static byte[] Join(byte[] mark, string text) => [.. mark, .. Encoding.Latin1.GetBytes(text)];
}
