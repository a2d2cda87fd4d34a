using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CompileDepot.Cli.Init;

/// <summary>
/// Puts the SDK's version into global.json, or takes it out, as an edit of the text at the positions that the JSON reader reports.
/// </summary>
/// <remarks>
/// <para>Spellings that tell later what was there before (rule 2 of <see cref="IFileEditor"/>):</para>
/// <code>
/// no file                 "msbuild-sdks" on several lines, the text of Created
/// no "msbuild-sdks"       "msbuild-sdks": { "CompileDepot.Sdk": "1.0.0" }      all in one line; goes as a whole
/// an empty one            "msbuild-sdks": {"CompileDepot.Sdk": "1.0.0"         no blank after the brace; the object stays
/// one with members        first member, spaced as its neighbours
/// </code>
/// <para>New members come first: that is one inserted line, whatever commas and comments the last one has.
/// A version that stood there already is replaced and is not brought back by removing.</para>
/// <para>The text is looked at as Latin-1, one character for each byte, so that the reader's byte positions are positions in the string, and
/// bytes outside the edit survive whatever they are. All that is searched for or inserted is ASCII.</para>
/// </remarks>
internal sealed class GlobalJsonEditor : IFileEditor
{
    public const string SdkName = "CompileDepot.Sdk";
    private const string Section = "msbuild-sdks";
    private static readonly SearchValues<char> VersionCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-+");

    private readonly string _version;

    /// <summary>An editor that pins a version, of the characters of a semantic version: it goes between quotes unescaped.</summary>
    public GlobalJsonEditor(string version)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        if (version.AsSpan().ContainsAnyExcept(VersionCharacters))
            throw new ArgumentException($"'{version}' is not a version.", nameof(version));
        _version = version;
    }

    public byte[] Created => Encoding.Latin1.GetBytes(CreatedText($"\"{_version}\""));

    public byte[] Add(string path, byte[] original)
    {
        var file = Latin1Text.Of(original);
        return file.With(Add(path, Body(file, original), file.Text));
    }

    public byte[]? Remove(string path, byte[] original)
    {
        var file = Latin1Text.Of(original);
        return Remove(path, Body(file, original), file.Text) is { } text ? file.With(text) : null;
    }

    /// <summary>The version that a global.json pins, or null.</summary>
    /// <exception cref="InitException">The file is malformed.</exception>
    public static string? PinnedVersion(string path, byte[] file)
    {
        var body = Body(Latin1Text.Of(file), file);
        var (_, _, entry) = Locate(path, body);
        return entry is { Kind: JsonTokenType.String } ? Encoding.UTF8.GetString(body[(entry.ValueStart + 1)..(entry.End - 1)]) : null;
    }

    private string Add(string path, ReadOnlySpan<byte> body, string text)
    {
        var (top, section, entry) = Locate(path, body);
        var value = $"\"{_version}\"";
        if (entry is not null)
            return string.Concat(text.AsSpan(0, entry.ValueStart), value, text.AsSpan(entry.End));

        var pair = $"\"{SdkName}\": {value}";
        if (section is null)
            return JsonMemberText.InsertFirst(text, top, $"\"{Section}\": {{ {pair} }}");
        return section.Members.Count == 0 ? text.Insert(section.Start + 1, pair) : JsonMemberText.InsertFirst(text, section, pair);
    }

    private static string? Remove(string path, ReadOnlySpan<byte> body, string text)
    {
        var (top, section, entry) = Locate(path, body);
        if (section is null || entry is null)
            return text;
        var value = text[entry.ValueStart..entry.End];
        if (Blanks.SameLines(text, CreatedText(value)))
            return null;

        var wasEmpty = string.CompareOrdinal(text, section.Start, $"{{\"{SdkName}\": {value}", 0, entry.End - section.Start) == 0;
        var holder = top.Members.Single(m => m.ValueStart == section.Start);

        // Every comment has a slash: one in there is the user's and keeps the object.
        return section.Members.Count == 1 && !wasEmpty && !text.AsSpan(holder.Start, holder.End - holder.Start).Contains('/')
            ? JsonMemberText.Remove(text, top, holder)
            : JsonMemberText.Remove(text, section, entry);
    }

    private static (JsonObjectOutline Top, JsonObjectOutline? Section, JsonMember? Entry) Locate(string path, ReadOnlySpan<byte> body)
    {
        var top = JsonObjectOutline.Parse(path, body);
        if (top.Find(path, body, Section, StringComparison.Ordinal) is not { } holder)
            return (top, null, null);
        var section = JsonObjectOutline.Parse(path, body, holder);
        return (top, section, section.Find(path, body, SdkName, StringComparison.OrdinalIgnoreCase)); // SDK names ignore case.
    }

    private static string CreatedText(string value) =>
        $"{{\n  \"{Section}\": {{\n    \"{SdkName}\": {value}\n  }}\n}}\n";

    // What the JSON reader reads.
    private static ReadOnlySpan<byte> Body(Latin1Text file, byte[] original) => original.AsSpan(file.Mark.Length);
}
