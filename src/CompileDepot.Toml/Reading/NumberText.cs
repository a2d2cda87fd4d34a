using System.Globalization;

namespace CompileDepot.Toml.Reading;

/// <summary>Numbers as TOML spells them, read by their own rules: to all 64 bits and not one more.</summary>
internal static class NumberText
{
    /// <param name="fault">What is wrong and what was expected, where the result is null.</param>
    public static TomlValue? Read(ReadOnlySpan<char> raw, TomlPosition position, out string? fault)
    {
        var signed = raw[0] is '+' or '-';
        var body = signed ? raw[1..] : raw;
        if (body.Length > 1 && body[0] == '0' && body[1] is 'x' or 'o' or 'b')
            return signed ? Bad(out fault, "expected no sign before 0x, 0o or 0b") : ReadWithPrefix(body, position, out fault);
        var point = body.IndexOf('.');
        var exponent = body.IndexOfAny('e', 'E');
        var whole = body[..(point >= 0 ? point : exponent >= 0 ? exponent : body.Length)];
        fault = FaultOfDigits(whole, 10, "before the point or exponent")
            ?? (point < 0 ? null : FaultOfDigits(exponent < 0 ? body[(point + 1)..] : exponent < point ? default : body[(point + 1)..exponent], 10, "after the point"))
            ?? (exponent < 0 ? null : FaultOfDigits(body[(exponent + 1)..].Length > 0 && body[exponent + 1] is '+' or '-' ? body[(exponent + 2)..] : body[(exponent + 1)..], 10, "in the exponent"))
            ?? (whole.Length > 1 && whole[0] == '0' ? "expected no zeros before other digits" : null);
        if (fault is not null)
            return null;
        var plain = WithoutUnderscores(raw);
        if (point >= 0 || exponent >= 0)
            return new TomlFloat(double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture)) { Position = position };
        return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? new TomlInteger(value) { Position = position } : TooLarge(out fault);
    }

    private static TomlInteger? ReadWithPrefix(ReadOnlySpan<char> raw, TomlPosition position, out string? fault)
    {
        var (bits, name) = raw[1] switch { 'x' => (4, "hexadecimal digits after 0x"), 'o' => (3, "octal digits (0 to 7) after 0o"), _ => (1, "binary digits (0 and 1) after 0b") };
        fault = FaultOfDigits(raw[2..], 1 << bits, name);
        if (fault is not null)
            return null;
        long value = 0;
        foreach (var c in raw[2..])
        {
            if (c == '_')
                continue;
            if (value > long.MaxValue >> bits)
                return TooLarge(out fault);
            value = (value << bits) + DigitOf(c);
        }

        return new TomlInteger(value) { Position = position };
    }

    /// <summary>At least one digit, and underscores only between digits.</summary>
    private static string? FaultOfDigits(ReadOnlySpan<char> digits, int numberBase, string where)
    {
        var afterDigit = false;
        foreach (var c in digits)
        {
            if (c == '_' && !afterDigit)
                return "expected a digit on each side of an underscore";
            if (c != '_' && DigitOf(c) >= numberBase)
                return $"expected only {(numberBase == 10 ? $"digits {where}" : where)}";
            afterDigit = c != '_';
        }

        return digits.IsEmpty ? $"expected {(numberBase == 10 ? $"digits {where}" : where)}" : afterDigit ? null : "expected a digit on each side of an underscore";
    }

    private static int DigitOf(char c) => char.IsAsciiHexDigit(c) ? char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10 : int.MaxValue;

    private static string WithoutUnderscores(ReadOnlySpan<char> raw) => raw.Contains('_') ? raw.ToString().Replace("_", "", StringComparison.Ordinal) : raw.ToString();

    private static TomlInteger? TooLarge(out string fault) => (TomlInteger?)Bad(out fault, "expected an integer of 64 bits (-9223372036854775808 to 9223372036854775807)");

    private static TomlValue? Bad(out string fault, string message)
    {
        fault = message;
        return null;
    }
}
