using System.Text;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Constants;

/// <summary>A preference as source code sees it.</summary>
/// <param name="Name">Keys with dots between.</param>
/// <param name="Effective">Of the type; null: no layer has a value, and there is no default.</param>
public sealed record PreferenceConstant(string Name, PreferenceType Type, TomlValue? Effective, string Description = "")
{
    /// <summary>
    /// The member's name: the property's without its prefix, <c>tuning_tile</c>. With the prefix where it could be no member: a class has none of its own name, and underscores alone mean other things in two of the languages.
    /// </summary>
    internal string Member
    {
        get
        {
            var name = Name.Replace('.', '_').Replace('-', '_');
            return name.Equals(PreferenceConstants.ClassName, StringComparison.OrdinalIgnoreCase) || name.All(c => c == '_') ? PreferenceDeclaration.PropertyPrefix + name : name;
        }
    }

    /// <summary>What stands in the comment: XML on one line.</summary>
    internal string Summary
    {
        get
        {
            var text = new StringBuilder($"The preference <c>{Name}</c>, {Type}.");
            foreach (var rune in (Description.Length > 0 ? " " + Description : "").EnumerateRunes())
                text.Append(rune.Value is '&' ? "&amp;" : rune.Value is '<' ? "&lt;" : rune.Value is '>' ? "&gt;" : rune.Value < ' ' || rune.Value is 127 or 0x85 or 0x2028 or 0x2029 or 0xfffe or 0xffff ? " " : rune.ToString());
            return text.ToString();
        }
    }

    /// <summary>The items of a list; else the value alone.</summary>
    internal IReadOnlyList<TomlValue> Items => Effective is TomlArray array ? array.Items : Effective is null ? [] : [Effective];
}
