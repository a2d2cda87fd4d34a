using System.Text;

namespace CompileDepot.Cli.Init;

/// <summary>
/// Puts the import of one of the SDK's files into an MSBuild file, as the first or last child of the root element, or takes it out.
/// </summary>
/// <remarks>
/// Spellings that tell later what was there before (rule 2 of <see cref="IFileEditor"/>):
/// <code>
/// no file                    the text of Created
/// &lt;Project/&gt;                 import on a line of its own, and the end tag is written &lt;/Project &gt; with a space
/// nothing in the element     import directly behind the start tag, blanks kept behind it
/// something in the element   on a line of its own where the neighbour is, else directly beside it
/// </code>
/// A self-closing root comes back only as long as nothing else was put into it.
/// </remarks>
/// <param name="project">The SDK's file to import.</param>
/// <param name="first">First child; else last.</param>
internal sealed class ImportEditor(string project, bool first) : IFileEditor
{
    private const string MarkedEnd = "</Project >";

    public static ImportEditor Props { get; } = new("Sdk.props", first: true);

    public static ImportEditor Targets { get; } = new("Sdk.targets", first: false);

    public static ImportEditor SolutionTargets { get; } = new("Solution.targets", first: false);

    public byte[] Created => Encoding.ASCII.GetBytes(CreatedText);

    private string Import => $"<Import Project=\"{project}\" Sdk=\"{GlobalJsonEditor.SdkName}\" />";

    private string CreatedText => $"<Project>\n  {Import}\n</Project>\n";

    public byte[] Add(string path, byte[] original)
    {
        var file = XmlFileText.Decode(path, original);
        var outline = ProjectOutline.Parse(path, file.Text);
        return outline.SdkImports.Any(IsOurs) ? original : file.Encode(Add(file.Text, outline));
    }

    public byte[]? Remove(string path, byte[] original)
    {
        var file = XmlFileText.Decode(path, original);
        var outline = ProjectOutline.Parse(path, file.Text);
        var ours = outline.SdkImports.Where(IsOurs).ToList();
        if (ours.Count == 0)
            return original;
        if (Blanks.SameLines(file.Text, CreatedText))
            return null;

        // All of them, whoever wrote them and however: without the version in global.json any one left would break the build.
        var text = WasSelfClosing(file.Text, outline)
            ? string.Concat(file.Text.AsSpan(0, outline.ContentStart - 1), "/>", file.Text.AsSpan(outline.End))
            : Enumerable.Reverse(ours).Aggregate(file.Text, (t, import) => Blanks.Cut(t, import.Start, import.End));
        return file.Encode(text);
    }

    // File names and SDK names ignore case somewhere; a second import would be worse than one that is spelt oddly.
    private bool IsOurs(SdkImport import) =>
        import.Project.Equals(project, StringComparison.OrdinalIgnoreCase)
        && import.Sdk.Equals(GlobalJsonEditor.SdkName, StringComparison.OrdinalIgnoreCase);

    private string Add(string text, ProjectOutline outline)
    {
        if (outline.SelfClosing)
        {
            var lineEnd = Blanks.LineEnd(text, 0, text.Length) ?? "\n";
            var content = $">{lineEnd}{Blanks.Step}{Import}{lineEnd}{MarkedEnd}";
            return string.Concat(text.AsSpan(0, outline.ContentStart - 2), content, text.AsSpan(outline.End));
        }

        if (Blanks.Skip(text, outline.ContentStart) == outline.ContentEnd)
            return text.Insert(outline.ContentStart, Import);

        var top = BehindCommentsOfLine(text, outline.ContentStart);
        var (from, to) = first ? (top, Blanks.Skip(text, top)) : (Blanks.SkipBack(text, outline.ContentEnd), outline.ContentEnd);
        return text.Insert(from, Blanks.LineEnd(text, from, to) is { } end ? end + Indent(text, top, outline.ContentEnd) + Import : Import);
    }

    private bool WasSelfClosing(string text, ProjectOutline outline) =>
        text.AsSpan(outline.ContentEnd, outline.End - outline.ContentEnd).SequenceEqual(MarkedEnd)
        && Blanks.SameLines(text[outline.ContentStart..outline.ContentEnd], $"\n{Blanks.Step}{Import}\n");

    /// <summary>The indent of the first child that begins a line.</summary>
    private static string Indent(string text, int top, int contentEnd)
    {
        var child = Blanks.Skip(text, top);
        return child < contentEnd && Blanks.LineEnd(text, top, child) is not null ? Blanks.SpacesBefore(text, child) : Blanks.Step;
    }

    /// <summary>Comments behind the start tag, on its line, belong to it: the position after them.</summary>
    private static int BehindCommentsOfLine(string text, int at)
    {
        for (var next = Blanks.SkipSpaces(text, at); string.CompareOrdinal(text, next, "<!--", 0, 4) == 0; next = Blanks.SkipSpaces(text, at))
            at = text.IndexOf("-->", next + 4, StringComparison.Ordinal) + 3;
        return at;
    }
}
