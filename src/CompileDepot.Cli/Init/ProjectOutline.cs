using System.Xml;
using System.Xml.Linq;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Init;

/// <summary>One <c>Import</c> element of an SDK; the range is that of its whole text.</summary>
internal sealed record SdkImport(string Project, string Sdk, int Start, int End);

/// <summary>Where in the text of an MSBuild file its root element begins and ends, and its imports are. All positions are characters.</summary>
/// <param name="ContentStart">Position after the root's start tag.</param>
/// <param name="SelfClosing">Whether that tag ends in <c>/&gt;</c>; then there is no content.</param>
/// <param name="ContentEnd">Position of the root's end tag.</param>
/// <param name="End">Position after the root element.</param>
/// <param name="SdkImports">Its imports that name an SDK, at any depth, in order.</param>
internal sealed record ProjectOutline(int ContentStart, bool SelfClosing, int ContentEnd, int End, IReadOnlyList<SdkImport> SdkImports)
{
    // MSBuild ignores a DTD too.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <summary>
    /// Reads a file. The reader judges and says where tags begin; where they end is found in the text, since the reader does not tell.
    /// </summary>
    /// <exception cref="InitException">The text is not XML, or its root is not MSBuild's.</exception>
    public static ProjectOutline Parse(string path, string text)
    {
        try
        {
            return Read(path, text);
        }
        catch (XmlException e)
        {
            throw Fault(path, Math.Max(e.LineNumber, 1), Math.Max(e.LinePosition, 1), $"Not valid XML: {Shorten(e.Message)}", e);
        }
    }

    /// <summary>The elements of a text that <see cref="Parse"/> has accepted.</summary>
    public static XDocument Load(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        return XDocument.Load(reader);
    }

    private static ProjectOutline Read(string path, string text)
    {
        var lines = LineStarts(text);
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        var place = (IXmlLineInfo)reader;
        var (contentStart, contentEnd, end) = (-1, -1, -1);
        var imports = new List<SdkImport>();
        var open = new Stack<SdkImport?>();
        while (reader.Read())
        {
            // The place is that of the name, behind "<" or "</".
            var at = reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement ? lines[place.LineNumber - 1] + place.LinePosition - 1 : -1;
            if (reader.NodeType == XmlNodeType.Element)
            {
                var tagEnd = TagEnd(text, at);
                if (reader.Depth == 0)
                {
                    if (reader.Name != "Project")
                        throw Fault(path, place.LineNumber, place.LinePosition, $"The root element is <{reader.Name}>, not <Project>.");
                    (contentStart, contentEnd, end) = (tagEnd, tagEnd, tagEnd);
                }

                var import = reader.LocalName == "Import" && reader.GetAttribute("Sdk") is { } sdk
                    ? new SdkImport(reader.GetAttribute("Project")?.Trim() ?? "", sdk.Trim(), at - 1, tagEnd)
                    : null;
                if (!reader.IsEmptyElement)
                    open.Push(import);
                else if (import is not null)
                    imports.Add(import);
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                var tagEnd = TagEnd(text, at);
                if (open.Pop() is { } import)
                    imports.Add(import with { End = tagEnd });
                if (reader.Depth == 0)
                    (contentEnd, end) = (at - 2, tagEnd);
            }
        }

        return new ProjectOutline(contentStart, text[contentStart - 2] == '/' && contentStart == end, contentEnd, end, imports);
    }

    private static int[] LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return [.. starts];
    }

    /// <summary>The position after the tag that <paramref name="at"/> is in: after the first <c>&gt;</c> outside quotes.</summary>
    private static int TagEnd(string text, int at)
    {
        var quote = '\0';
        for (; ; at++)
        {
            if (quote != '\0')
                quote = text[at] == quote ? '\0' : quote;
            else if (text[at] is '"' or '\'')
                quote = text[at];
            else if (text[at] == '>')
                return at + 1;
        }
    }

    private static InitException Fault(string path, int line, int column, string what, Exception? inner = null) =>
        InitException.AtPlace(DiagnosticCodes.MalformedXml, path, line, column, what, inner);

    // The place is said in front already.
    private static string Shorten(string message)
    {
        var tail = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return tail < 0 ? message : message[..tail];
    }
}
