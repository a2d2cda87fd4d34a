using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Cli.Init;

/// <summary>
/// Puts <c>-graph</c> into <c>Directory.Build.rsp</c>, below a comment that tells it from one that stood there before, or takes it out.
/// </summary>
/// <remarks>
/// Spellings that tell later what was there before (rule 2 of <see cref="IFileEditor"/>):
/// <code>
/// no file              the text of Created
/// nothing but blanks   -graph:true, blanks kept behind it
/// something            comment and -graph in lines of their own behind it
/// </code>
/// A file whose own switch asks for a graph is left as it is. The text is looked at as Latin-1, one character for each byte, so that any encoding of ASCII survives.
/// </remarks>
internal sealed partial class ResponseFileEditor : IFileEditor
{
    private const string Comment = "# CompileDepot: whole projects are restored before MSBuild schedules them.";
    private const string Switch = "-graph";
    private const string MarkedSwitch = "-graph:true";

    public byte[] Created => Encoding.ASCII.GetBytes($"{Comment}\n{Switch}\n");

    public byte[] Add(string path, byte[] original)
    {
        var (mark, text) = Split(original);
        if (AsksForGraph(ResponseFile.Switches(text)))
            return original;
        var end = Blanks.SkipBack(text, text.Length);
        var line = Blanks.LineEnd(text, 0, text.Length) ?? "\n";
        return Join(mark, end == 0 ? $"{Comment}{line}{MarkedSwitch}{text}" : text.Insert(end, $"{line}{Comment}{line}{Switch}"));
    }

    public byte[]? Remove(string path, byte[] original)
    {
        var (mark, text) = Split(original);
        if (Blanks.SameLines(text, Encoding.ASCII.GetString(Created)))
            return null;
        return Ours().Match(text) is { Success: true } ours ? Join(mark, Blanks.Cut(text, ours.Index, ours.Index + ours.Length)) : original;
    }

    /// <summary>Whether builds with these switches are graph builds; the last switch counts.</summary>
    public static bool AsksForGraph(IEnumerable<string> switches) =>
        switches.Select(s => ResponseFile.Argument(s, "graph", "graphBuild")).LastOrDefault(a => a is not null) is { } argument && !argument.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static (byte[] Mark, string Text) Split(byte[] file)
    {
        var length = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return (file[..length], Encoding.Latin1.GetString(file, length, file.Length - length));
    }

    private static byte[] Join(byte[] mark, string text) => [.. mark, .. Encoding.Latin1.GetBytes(text)];

    [GeneratedRegex($@"{Comment}(?:\r\n|\r|\n){Switch}(?::true)?(?=[ \t\r\n]|$)")]
    private static partial Regex Ours();
}
