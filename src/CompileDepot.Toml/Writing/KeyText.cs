using System.Text;

namespace CompileDepot.Toml.Writing;

/// <summary>Keys as they are written: bare where TOML lets them, else in quotation marks.</summary>
internal static class KeyText
{
    public static string Of(IEnumerable<string> names, int count = int.MaxValue) => string.Join('.', names.Take(count).Select(Of));

    public static string Of(string name)
    {
        if (name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return name;
        var text = new StringBuilder();
        ValueText.AppendString(text, name);
        return text.ToString();
    }
}
