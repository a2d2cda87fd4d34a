namespace CompileDepot.Toml.Reading;

/// <summary>The rules of strings: finds what is wrong with one, and says it.</summary>
internal static class StringText
{
    /// <summary>A string that keeps all rules passes; Tomlyn's lexer does not keep those of the backslash before blanks.</summary>
    /// <param name="start">Of the opening mark.</param>
    public static void Check(TextPlaces places, int start)
    {
        var text = places.Text;
        var mark = text[start];
        var many = string.CompareOrdinal(text, start, mark == '"' ? "\"\"\"" : "'''", 0, 3) == 0;
        var closing = new string(mark, many ? 3 : 1);
        var i = start + closing.Length;
        while (i < text.Length)
        {
            var c = text[i];
            if (c == mark && (!many || string.CompareOrdinal(text, i, closing, 0, 3) == 0))
                return;
            if (c == '\\' && mark == '"')
            {
                i = AfterEscape(places, i, many);
                continue;
            }

            if (c == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))
                throw places.At(i, "a carriage return stands alone in a string: expected a line feed after it");
            if (c is '\n' or '\r' && !many)
                throw places.At(i, $"the string does not end on its line: expected {mark} (a string of more lines stands between {mark}{mark}{mark} and {mark}{mark}{mark})");
            if (IsControl(c) && c is not ('\n' or '\r'))
            {
                var instead = mark == '"' ? "an escape such as \\u0000 in its place" : "none but the tab (a string in \" marks may hold it as an escape)";
                throw places.At(i, $"a string holds the control character {Name(c)}: expected {instead}");
            }

            i++;
        }

        throw places.At(start, $"the string that begins here has no end: expected {closing}");
    }

    public static string Name(char c) => FormattableString.Invariant($"U+{(int)c:X4}");

    /// <summary>For messages: short, on one line, without control characters.</summary>
    public static string Quote(ReadOnlySpan<char> raw)
    {
        const int Longest = 40;
        var shortened = raw.Length > Longest;
        var text = string.Concat((shortened ? raw[..Longest] : raw).ToString().TakeWhile(c => c is not ('\n' or '\r')).Select(c => IsControl(c) || char.IsSurrogate(c) ? Name(c) : c.ToString()));
        return shortened ? $"'{text}…'" : $"'{text}'";
    }

    public static bool IsControl(char c) => (c < ' ' && c != '\t') || c == '\u007F';

    private static int AfterEscape(TextPlaces places, int start, bool many)
    {
        var text = places.Text;
        var c = start + 1 < text.Length ? text[start + 1] : '\0';
        switch (c)
        {
            case 'b' or 't' or 'n' or 'f' or 'r' or 'e' or '"' or '\\':
                return start + 2;
            case 'x' or 'u' or 'U':
                return AfterNumber(places, start, c == 'x' ? 2 : c == 'u' ? 4 : 8);
            case ' ' or '\t' or '\n' or '\r' when many:
                var end = text.AsSpan(start + 1).IndexOfAnyExcept(" \t\r\n");
                var skipped = text.AsSpan(start + 1, end < 0 ? text.Length - start - 1 : end);
                if (!skipped.TrimStart(" \t").StartsWith("\n") && !skipped.TrimStart(" \t").StartsWith("\r\n"))
                    throw places.At(start, "a backslash stands before blanks: expected the end of the line after them, or an escape");
                for (var cr = skipped.IndexOf('\r'); cr >= 0;)
                {
                    if (cr + 1 == skipped.Length || skipped[cr + 1] != '\n')
                        throw places.At(start + 1 + cr, "a carriage return stands alone in a string: expected a line feed after it");
                    var next = skipped[(cr + 1)..].IndexOf('\r');
                    cr = next < 0 ? -1 : cr + 1 + next;
                }

                return start + 1 + skipped.Length;
            default:
                var found = start + 1 == text.Length ? "the end of the file" : c is '\n' or '\r' ? "the end of the line" : Quote(text.AsSpan(start + 1, 1));
                throw places.At(start, $"{found} after a backslash is no escape: expected one of b t n f r e \" \\ or xHH, uHHHH, UHHHHHHHH (H: a hexadecimal digit)");
        }
    }

    private static int AfterNumber(TextPlaces places, int start, int digits)
    {
        var text = places.Text;
        uint code = 0;
        for (var i = start + 2; i < start + 2 + digits; i++)
        {
            if (i >= text.Length || !char.IsAsciiHexDigit(text[i]))
                throw places.At(start, $"the escape \\{text[start + 1]} is cut short: expected {digits} hexadecimal digits");
            code = (code << 4) + (uint)Convert.ToInt32(text[i].ToString(), 16);
        }

        if (code > 0x10FFFF || code is >= 0xD800 and <= 0xDFFF)
            throw places.At(start, $"the escape {text.Substring(start, 2 + digits)} names no character: expected a code up to 10FFFF that is no surrogate (D800 to DFFF)");
        return start + 2 + digits;
    }
}
