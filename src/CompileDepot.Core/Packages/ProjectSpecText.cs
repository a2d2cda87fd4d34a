using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Core.Packages;

/// <summary>
/// NuGet's own description of one project (a dependency graph with that project alone, as NuGet writes it), and how NuGet's descriptions of closures are put together from such texts.
/// <code>
/// head   { "format": 1, "restore": { "…A.csproj": {} }, "projects": {
/// body       "…A.csproj": { … }
/// tail   } }
/// </code>
/// NuGet writes a file with the whole closure for every project, quadratic in the number of projects; so the bodies are made once. That the sum is what NuGet writes is checked whenever NuGet writes one.
/// </summary>
public sealed partial class ProjectSpecText
{
    private readonly byte[] _text;
    private readonly Range _head;
    private readonly Range _body;
    private readonly Range _tail;

    /// <param name="text">What NuGet writes for the project alone, in UTF-8.</param>
    /// <exception cref="FormatException">Not of the form above: a NuGet that we do not know.</exception>
    public ProjectSpecText(byte[] text)
    {
        var opening = text.AsSpan().IndexOf("\n  \"projects\": {"u8) + "\n  \"projects\": {"u8.Length;
        var closing = text.AsSpan().LastIndexOf("\n  }"u8);
        if (opening < "\n  \"projects\": {"u8.Length || closing < opening)
            throw new FormatException("NuGet writes dependency graphs in a form that is not known here");
        // On Windows a line ends with two characters.
        if (text[closing - 1] == '\r')
            closing--;
        (_text, _head, _body, _tail) = (text, ..opening, opening..closing, closing..);
        // Once: everybody who refers to the project asks.
        FloatingVersion = Floating().Match(Body) is { Success: true } match ? match.Groups[1].Value : null;
    }

    /// <summary>What stands for the project in any graph, with the line break before it.</summary>
    public string Body => Encoding.UTF8.GetString(_text.AsSpan(_body));

    /// <summary>A version that the project asks for and that floats (<c>1.*</c>), as NuGet writes it; null where none does. An assets file does not tell: it has the lower bound alone.</summary>
    public string? FloatingVersion { get; }

    /// <summary>The graph of this project with its closure, in UTF-8.</summary>
    /// <param name="closure">In NuGet's order; this project is among them.</param>
    public byte[] WithClosure(IReadOnlyCollection<ProjectSpecText> closure)
    {
        var result = new MemoryStream(_text.Length + closure.Sum(p => p._text.Length));
        result.Write(_text.AsSpan(_head));
        var isFirst = true;
        foreach (var project in closure)
        {
            if (!isFirst)
                result.WriteByte((byte)',');
            isFirst = false;
            result.Write(project._text.AsSpan(project._body));
        }
        result.Write(_text.AsSpan(_tail));
        return result.ToArray();
    }

    // Versions stand in several places, centrally managed ones without a name of their own: so any value that begins like one.
    [GeneratedRegex("\": \"([\\[(]?[\\w.+-]*\\*[^\"]*)\"")]
    private static partial Regex Floating();
}
