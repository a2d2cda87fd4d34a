using System.Text;

namespace CompileDepot.Core.Collections;

/// <summary>
/// Names of types as attributes and people write them, in the grammar of reflection: <c>Ns.Map`2[Ns.Own,[System.Int32, System.Runtime, Version=10.0.0.0]], System.Collections, Version=10.0.0.0</c>. One form for each type:
/// versions, cultures and keys are left out everywhere, because a new version of a package is no other type; and each argument has its assembly, so that a name means the same in every assembly.
/// </summary>
internal sealed class TypeNames
{
    private readonly string _name;
    private readonly string _own;
    private int _at;

    private TypeNames(string name, string own) => (_name, _own) = (name, own);

    private char Current => _at < _name.Length ? _name[_at] : '\0';

    /// <summary>The type and the simple name of its assembly.</summary>
    /// <param name="own">The assembly of types for which none is said.</param>
    public static (string Type, string Assembly) Split(string name, string own)
    {
        var names = new TypeNames(name, own);
        return (names.Type(), names.Assembly());
    }

    private string Type()
    {
        var text = new StringBuilder().Append(Until("[],"));
        while (Current == '[')
        {
            // An array has nothing but its rank between the brackets.
            if (_at + 1 < _name.Length && _name[_at + 1] is ']' or ',' or '*')
                text.Append(Until("]")).Append(Step());
            else
                Arguments(text.Append(Step()));
            // What pointers and references end with.
            text.Append(Until("[],"));
        }
        return text.ToString().Trim();
    }

    private void Arguments(StringBuilder text)
    {
        do
        {
            if (Current == ',')
                text.Append(Step());
            var isQualified = SkipBlanks() == '[';
            if (isQualified)
                Step();
            text.Append('[').Append(Type()).Append(", ").Append(isQualified ? Assembly() : _own).Append(']');
            if (isQualified)
                Step();
        }
        while (SkipBlanks() == ',');
        text.Append(Step());
    }

    // Up to the end of the name, or the bracket that closes it.
    private string Assembly()
    {
        if (Current != ',')
            return _own;
        _at++;
        var assembly = Until(",]").Trim();
        Until("]");
        return assembly;
    }

    private string Until(string ends)
    {
        var start = _at;
        while (_at < _name.Length && !ends.Contains(_name[_at]))
            _at += _name[_at] == '\\' ? 2 : 1;
        _at = Math.Min(_at, _name.Length);
        return _name[start.._at];
    }

    private string Step() => _at < _name.Length ? _name[_at++].ToString() : "";

    private char SkipBlanks()
    {
        while (Current == ' ')
            _at++;
        return Current;
    }
}
