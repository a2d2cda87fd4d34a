using System.Text;

namespace CompileDepot.Core.Collections;

/// <summary>Names of types as attributes and people write them: <c>Ns.List`1[[System.Int32, System.Runtime, Version=10.0.0.0]], System.Collections, Version=10.0.0.0</c>.</summary>
internal static class TypeNames
{
    /// <summary>The type and the simple name of its assembly. Versions, cultures and keys are left out everywhere: a new version of a package is no other type.</summary>
    /// <param name="own">The assembly of types for which none is said.</param>
    public static (string Type, string Assembly) Split(string name, string own)
    {
        var plain = WithoutVersions(name);
        var comma = TopComma(plain);
        return comma < 0 ? (plain.Trim(), own) : (plain[..comma].Trim(), plain[(comma + 1)..].Trim());
    }

    // In each name the assembly follows the first comma at its own depth of brackets, and what follows further commas is let go.
    private static string WithoutVersions(string name)
    {
        var result = new StringBuilder(name.Length);
        var commas = new Stack<int>([0]);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            // The brackets of an argument begin a new name; those around all arguments and those of arrays hold commas of another kind.
            if (c == '[')
                commas.Push(i + 1 < name.Length && name[i + 1] != '[' && i > 0 && name[i - 1] is '[' or ',' ? 0 : -1);
            else if (c == ']' && commas.Count > 1)
                commas.Pop();
            else if (c == ',' && commas.Peek() >= 0)
                commas.Push(commas.Pop() + 1);
            if (commas.Peek() < 2)
                result.Append(c);
            if (c == '\\' && i + 1 < name.Length)
                result.Append(name[++i]);
        }
        return result.ToString();
    }

    private static int TopComma(string name)
    {
        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '\\')
                i++;
            else if (name[i] == ',' && depth == 0)
                return i;
            else
                depth += name[i] switch { '[' => 1, ']' => -1, _ => 0 };
        }
        return -1;
    }
}
