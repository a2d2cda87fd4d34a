using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Hashing;

/// <summary>
/// One line of the memo:
/// <code>path size mtime ctime inode mode digest traits checksum</code>
/// Fields are separated by one space and escaped as in key texts. <c>traits</c> is <c>-</c>, or flags (<c>p</c> type provider, <c>w</c> wildcard version) and names, each after a <c>|</c>,
/// with <c>|</c> as one more character to escape.
/// <c>checksum</c> is the XxHash3 of the line before it, in hexadecimal: it tells torn lines, nobody attacks here.
/// History: the version is in the file's name (<c>Depots.DepotLayout.Memo</c>), which now ends in <c>-3</c>; another grammar, or other traits for the same content, take the next.
/// </summary>
internal static class FileDigestRecord
{
    private const int Fields = 9;

    public static void Write(StringBuilder text, InputFile file)
    {
        var line = $"{KeyField.Escape(file.Path)} {file.Stamp.ToFields()} {file.Digest} {Traits(file.Traits)} ";
        text.Append(line).Append(Checksum(Encoding.UTF8.GetBytes(line))).Append('\n');
    }

    /// <summary>The path that a line is about; the rest of the line is not looked at.</summary>
    public static string? PathOf(ReadOnlySpan<byte> line) =>
        line.IndexOf((byte)' ') is > 0 and var end ? KeyField.Unescape(Encoding.UTF8.GetString(line[..end])) : null;

    public static InputFile? TryRead(ReadOnlySpan<byte> line)
    {
        var sum = line.LastIndexOf((byte)' ') + 1;
        if (sum <= 0 || !line[sum..].SequenceEqual(Encoding.ASCII.GetBytes(Checksum(line[..sum]))))
            return null;
        var fields = Encoding.UTF8.GetString(line).Split(' ');
        return fields.Length == Fields && FileStamp.TryParse(fields.AsSpan(1, 5), out var stamp) && ContentDigest.TryParse(fields[6], out var digest)
            ? new InputFile(KeyField.Unescape(fields[0]), stamp, digest, Traits(fields[7]))
            : null;
    }

    private static string Checksum(ReadOnlySpan<byte> content) => XxHash3.HashToUInt64(content).ToString("x16", CultureInfo.InvariantCulture);

    private static string Traits(FileTraits traits)
    {
        if (traits.IsNone)
            return "-";
        var flags = (traits.IsTypeProvider ? "p" : "") + (traits.HasWildcardVersion ? "w" : "");
        return flags + string.Concat(traits.References.Select(r => "|" + KeyField.Escape(r).Replace("|", "%7C", StringComparison.Ordinal)));
    }

    private static FileTraits Traits(string field)
    {
        if (field == "-")
            return FileTraits.None;
        var names = field.Split('|');
        return new FileTraits([.. names.Skip(1).Select(KeyField.Unescape)], names[0].Contains('p'), names[0].Contains('w'));
    }
}
