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
/// History: version 1, the only one; a change of the grammar takes another file name (<c>Depots.DepotLayout.Memo</c>).
/// </summary>
internal static class FileDigestRecord
{
    private const int Fields = 9;

    public static void Write(StringBuilder text, InputFile file)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{KeyField.Escape(file.Path)} {file.Stamp.Size} {file.Stamp.ModifiedNanoseconds} {file.Stamp.ChangedNanoseconds} {file.Stamp.Inode} {file.Stamp.Mode} {file.Digest} {Traits(file.Traits)} ");
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
        var invariant = CultureInfo.InvariantCulture;
        return fields.Length == Fields
            && long.TryParse(fields[1], invariant, out var size)
            && long.TryParse(fields[2], invariant, out var modified)
            && long.TryParse(fields[3], invariant, out var changed)
            && ulong.TryParse(fields[4], invariant, out var inode)
            && ushort.TryParse(fields[5], invariant, out var mode)
            && ContentDigest.TryParse(fields[6], out var digest)
                ? new InputFile(KeyField.Unescape(fields[0]), new FileStamp(size, modified, changed, inode, mode), digest, Traits(fields[7]))
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
