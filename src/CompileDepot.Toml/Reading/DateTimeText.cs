namespace CompileDepot.Toml.Reading;

/// <summary>Dates and times as TOML (after RFC 3339) spells them. No type of .NET holds all of them (a leap second, a fraction of more than seven digits), so they stay text, in one form.</summary>
internal static class DateTimeText
{
    /// <returns>Null where the text is none: <paramref name="fault"/> says why.</returns>
    public static string? Normalize(ReadOnlySpan<char> raw, out string? fault)
    {
        fault = null;
        var date = default(ReadOnlySpan<char>);
        var time = raw;
        if (raw.Length >= 5 && raw[4] == '-')
        {
            fault = FaultOfDate(raw[..Math.Min(10, raw.Length)]);
            if (fault is not null)
                return null;
            if (raw.Length == 10)
                return raw.ToString();
            if (raw[10] is not ('T' or 't' or ' '))
                fault = "expected T or one blank between date and time";
            date = raw[..10];
            time = raw[11..];
        }

        var offsetAt = time.IndexOfAny("Zz+-");
        var offset = offsetAt < 0 ? default : time[offsetAt..];
        var clock = offsetAt < 0 ? time : time[..offsetAt];
        fault ??= FaultOfTime(clock) ?? (offsetAt >= 0 && date.IsEmpty ? "expected no offset after a time without a date" : offsetAt < 0 ? null : FaultOfOffset(offset));
        if (fault is not null)
            return null;
        var seconds = clock.Length == 5 ? ":00" : "";
        var zone = offset is "z" or "+00:00" ? "Z" : offset;
        return date.IsEmpty ? $"{clock}{seconds}" : $"{date}T{clock}{seconds}{zone}";
    }

    private static string? FaultOfDate(ReadOnlySpan<char> date)
    {
        if (!HasShape(date, "0000-00-00"))
            return "expected a date such as 1979-05-27";
        var (year, month, day) = (Number(date, 0) * 100 + Number(date, 2), Number(date, 5), Number(date, 8));
        if (month is < 1 or > 12)
            return "expected a month from 01 to 12";
        // The year 0 is in RFC 3339 and a leap year, but not in .NET.
        var last = DateTime.DaysInMonth(year == 0 ? 4 : year, month);
        return day < 1 || day > last ? $"expected a day from 01 to {last}, which that month has" : null;
    }

    private static string? FaultOfTime(ReadOnlySpan<char> time)
    {
        const string Example = "expected a time such as 07:32:00 or 07:32:00.999";
        if (time.Length < 5 || !HasShape(time[..5], "00:00") || (time.Length > 5 && (time.Length < 8 || !HasShape(time[5..8], ":00"))))
            return Example;
        if (time.Length > 8 && (time.Length == 9 || time[8] != '.' || time[9..].ContainsAnyExceptInRange('0', '9')))
            return Example;
        if (Number(time, 0) > 23)
            return "expected an hour from 00 to 23";
        if (Number(time, 3) > 59)
            return "expected a minute from 00 to 59";
        return time.Length > 5 && Number(time, 6) > 60 ? "expected a second from 00 to 59 (60 for a leap second)" : null;
    }

    private static string? FaultOfOffset(ReadOnlySpan<char> offset) =>
        offset is "Z" or "z" || (HasShape(offset[1..], "00:00") && offset[0] is '+' or '-' && Number(offset, 1) <= 23 && Number(offset, 4) <= 59)
            ? null : "expected Z or an offset from -23:59 to +23:59";

    private static bool HasShape(ReadOnlySpan<char> text, ReadOnlySpan<char> shape)
    {
        if (text.Length != shape.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != shape[i])
                return false;
        }

        return true;
    }

    private static int Number(ReadOnlySpan<char> text, int at) => (text[at] - '0') * 10 + text[at + 1] - '0';
}
