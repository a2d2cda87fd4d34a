using System.Globalization;
using System.Text;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Constants;

/// <summary>The languages that preferences are written in as constants.</summary>
public enum ConstantLanguage
{
    CSharp,
    VisualBasic,
    FSharp,
}

/// <summary>
/// A source file with the preferences of a project as members of one internal type: constants where the language has them for the value, lists as <c>IReadOnlyList</c>; what has neither value nor default is null
/// (<c>None</c> in F#). Lines end with <c>\n</c>; equal preferences give equal text, on every machine.
/// Members are internal as the type is: a reference assembly leaves out internal members, and keeps public ones of internal types, so that a value would reach whoever refers to the project.
/// </summary>
public static class PreferenceConstants
{
    public const string ClassName = "CompileTimePreferences";

    internal const string Notice = "The compile-time preferences of this project, from CompileDepot.toml files. Changes are lost.";

    internal const string Summary = "The compile-time preferences of this project.";

    internal const string List = "System.Collections.Generic.IReadOnlyList";

    /// <param name="namespace">
    /// Empty: none. In Visual Basic, the whole one: the project's root namespace is not put in front. It may be the name of a project, <c>my-lib</c>: in each part between dots, what is no letter, digit or <c>_</c> becomes
    /// <c>_</c>, one stands before a digit in front, and empty parts are left out.
    /// </param>
    public static string Source(ConstantLanguage language, string @namespace, IReadOnlyList<PreferenceConstant> constants)
    {
        var name = string.Join('.', @namespace.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Part));
        return language switch
        {
            ConstantLanguage.VisualBasic => VisualBasicConstants.Source(name, constants),
            ConstantLanguage.FSharp => FSharpConstants.Source(name, constants),
            _ => CSharpConstants.Source(name, constants),
        };
    }

    /// <summary>A string for C# and F#, whose escapes are the same: ASCII as it is, all else (each half of a pair for itself) as <c>\uXXXX</c>.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (IsPlain(c))
                text.Append(c);
            else
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return text.Append('"').ToString();
    }

    /// <summary>Whether a character means itself to every compiler and editor. Which ones beyond ASCII are letters differs between versions of .NET, and the text must not.</summary>
    internal static bool IsPlain(char c) => c is >= ' ' and <= '~';

    /// <summary>A float as all three write it.</summary>
    internal static string Float(double value, string type) =>
        double.IsNaN(value) ? type + ".NaN" : double.IsPositiveInfinity(value) ? type + ".PositiveInfinity" : double.IsNegativeInfinity(value) ? type + ".NegativeInfinity" : PreferenceText.Typed(new TomlFloat(value));

    internal static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture) + "L";

    internal static ArgumentException NoConstant(TomlValue value) => new($"No constant for {value.TypeName}.", nameof(value));

    private static string Part(string part)
    {
        var name = string.Concat(part.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return char.IsDigit(name[0]) ? "_" + name : name;
    }
}
