using System.Text;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;

namespace CompileDepot.Cli.Init;

/// <summary>Puts the files of this machine's preferences into <c>.gitignore</c>, below a comment that tells the lines from some that stood there before, or takes them out.</summary>
/// <remarks>
/// Spellings that tell later what was there before (rule 2 of <see cref="IFileEditor"/>):
/// <code>
/// no file              the text of Created
/// nothing but blanks   the names with **/ in front, blanks kept behind them
/// something            comment and names in lines of their own behind it
/// </code>
/// A file that has both names already is left as it is.
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
        var file = Latin1Text.Of(original);
        return Has(file.Text) ? original : file.WithBlock(line => Block(line, ""), line => Block(line, "**/"));
    }

    public byte[]? Remove(string path, byte[] original)
    {
        var file = Latin1Text.Of(original);
        var text = file.Text;
        if (Blanks.SameLines(text, Encoding.ASCII.GetString(Created)))
            return null;
        foreach (var block in LineEnds.SelectMany(l => new[] { Block(l, ""), Block(l, "**/") }))
        {
            if (text.IndexOf(block, StringComparison.Ordinal) is >= 0 and var at && (at + block.Length == text.Length || char.IsWhiteSpace(text[at + block.Length])))
                return file.With(Blanks.Cut(text, at, at + block.Length));
        }
        return original;
    }

    private static bool Has(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).ToList();
        return Names.All(n => lines.Contains(n) || lines.Contains("**/" + n));
    }

    private static string Block(string line, string prefix) => string.Join(line, Names.Select(n => prefix + n).Prepend(Comment));
}
