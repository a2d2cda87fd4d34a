using System.Text;
using System.Text.RegularExpressions;
using CompileDepot.Cli.Evaluating;

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
/// A file whose own switch asks for a graph is left as it is.
/// </remarks>
internal sealed partial class ResponseFileEditor : IFileEditor
{
    private const string Comment = "# CompileDepot: whole projects are restored before MSBuild schedules them.";
    private const string Switch = "-graph";
    private const string MarkedSwitch = "-graph:true";

    public byte[] Created => Encoding.ASCII.GetBytes($"{Comment}\n{Switch}\n");

    public byte[] Add(string path, byte[] original)
    {
        var file = Latin1Text.Of(original);
        return AsksForGraph(ResponseFile.Switches(file.Text)) ? original : file.WithBlock(line => $"{Comment}{line}{Switch}", line => $"{Comment}{line}{MarkedSwitch}");
    }

    public byte[]? Remove(string path, byte[] original)
    {
        var file = Latin1Text.Of(original);
        if (Blanks.SameLines(file.Text, Encoding.ASCII.GetString(Created)))
            return null;
        return Ours().Match(file.Text) is { Success: true } ours ? file.With(Blanks.Cut(file.Text, ours.Index, ours.Index + ours.Length)) : original;
    }

    /// <summary>Whether a switch asks for graph builds, or against them; null: it is about something else.</summary>
    public static bool? Graph(string text) => ResponseFile.Argument(text, "graph", "graphBuild") is { } argument ? !argument.Equals("false", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>Whether builds with these switches are graph builds; the last switch counts.</summary>
    public static bool AsksForGraph(IEnumerable<string> switches) => switches.Select(Graph).LastOrDefault(g => g is not null) is true;

    [GeneratedRegex($@"{Comment}(?:\r\n|\r|\n){Switch}(?::true)?(?=[ \t\r\n]|$)")]
    private static partial Regex Ours();
}
