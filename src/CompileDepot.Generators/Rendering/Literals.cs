using System.Globalization;
using System.Text;

namespace CompileDepot.Generators.Rendering;

/// <summary>Constants as C# of any version.</summary>
internal static class Literals
{
    /// <summary>All that is not ASCII as <c>\uXXXX</c>, each half of a pair for itself: what is a letter differs between runtimes, and the same text has to come out of each.</summary>
    public static string String(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c is >= ' ' and <= '~')
                text.Append(c);
            else
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return text.Append('"').ToString();
    }

    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>An integer where nothing else says that it is a long one.</summary>
    public static string Long(long value) => Integer(value) + "L";
}
