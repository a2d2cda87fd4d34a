using System.Globalization;
using System.Text;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>Escape sequences of C# that stand for characters that can be in a path.</summary>
internal static class CSharpEscapes
{
    /// <summary>A source as if all of it were the content of a plain literal. What is no such sequence stays as it is.</summary>
    public static string Decode(string source)
    {
        var result = new StringBuilder(source.Length);
        var copied = 0;
        for (int i; (i = source.IndexOf('\\', copied)) >= 0 && i + 1 < source.Length;)
        {
            result.Append(source, copied, i - copied);
            var (least, most) = source[i + 1] switch
            {
                'u' => (4, 4),
                'U' => (8, 8),
                'x' => (1, 4),
                _ => (0, 0),
            };
            var digits = 0;
            while (digits < most && i + 2 + digits < source.Length && char.IsAsciiHexDigit(source[i + 2 + digits]))
                digits++;
            var isKept = source[i + 1] is not ('\\' or '\'') && (least == 0 || digits < least || !Append(result, uint.Parse(source.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
            // The sign itself, where it begins no sequence; and what follows it, where that stands for itself.
            if (isKept)
                result.Append('\\');
            else if (least == 0)
                result.Append(source[i + 1]);
            copied = isKept ? i + 1 : i + 2 + digits;
        }
        return result.Append(source, copied, source.Length - copied).ToString();
    }

    private static bool Append(StringBuilder result, uint code)
    {
        if (code <= char.MaxValue)
            result.Append((char)code);
        else if (Rune.IsValid(code))
            result.Append(new Rune(code).ToString());
        else
            return false;
        return true;
    }
}
