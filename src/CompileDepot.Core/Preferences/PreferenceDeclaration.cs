using CompileDepot.Core.Settings;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences;

/// <summary>What a project says that it reads, as it was written: the metadata of one <c>CompileTimePreference</c>.</summary>
public sealed record DeclaredPreference(string Name, string Type = "", string Default = "", string Values = "", string Description = "");

/// <summary>A preference that a project reads: it, and nothing else that the layers say, is part of what the project's build depends on.</summary>
/// <param name="Name">Keys with dots between: <c>tuning.tile</c> is <c>tile</c> in the table <c>tuning</c>.</param>
/// <param name="Default">Null: none; where no layer has a value, the property is empty.</param>
/// <param name="Values">What a value (each item of a list) can be; empty: all of the type.</param>
public sealed record PreferenceDeclaration(string Name, PreferenceType Type, TomlValue? Default, IReadOnlyList<TomlValue> Values, string Description)
{
    /// <summary>Begins the names of the properties.</summary>
    public const string PropertyPrefix = "Preference_";

    internal const string NameRule = $"keys of letters, digits, '_' and '-' that begin with a letter or '_', with dots between, and no '{PreferenceTable.ClearKey}'";

    public IReadOnlyList<string> Keys { get; } = Name.Split('.');

    /// <summary>The property, and the name of the constant after its prefix: <c>Preference_tuning_tile</c>.</summary>
    public string Property { get; } = PropertyOf(Name);

    /// <summary>The property of a preference.</summary>
    public static string PropertyOf(string name) => PropertyPrefix + name.Replace('.', '_').Replace('-', '_');

    /// <summary>Whether preferences can have the name.</summary>
    public static bool IsName(string name) => name.Split('.').All(IsKey);

    /// <summary>Null where the value can be taken; else why not, in words that complete "the value …".</summary>
    public string? Refusal(PreferenceNode node)
    {
        if (node is not PreferenceLeaf leaf)
            return $"is a table, and {Name} is declared as {Type}";
        if (!Type.Fits(leaf.Value))
            return $"{PreferenceText.Typed(leaf.Value)} is {TypeOf(leaf.Value)}, and {Name} is declared as {Type}";
        var items = leaf.Value is TomlArray array ? array.Items : [leaf.Value];
        return Values.Count > 0 && items.FirstOrDefault(i => !Values.Contains(i)) is { } other
            ? $"{PreferenceText.Typed(other)} is none of those that are declared for {Name}: {string.Join(", ", Values.Select(PreferenceText.Typed))}"
            : null;
    }

    /// <summary>Reads all declarations of a project. Those that can't be are left out.</summary>
    /// <param name="projectFile">For the problems.</param>
    public static IReadOnlyList<PreferenceDeclaration> ReadAll(IEnumerable<DeclaredPreference> declared, string projectFile, ICollection<PreferenceProblem> problems)
    {
        var result = new List<PreferenceDeclaration>();
        foreach (var one in declared)
        {
            var error = Read(one, out var declaration);
            var other = declaration is null ? null : result.Find(r => Collides(r, declaration));
            if (error is not null)
                Fail(DiagnosticCodes.BadDeclaration, $"The preference '{one.Name}' {error}");
            else if (other is not null)
                Fail(DiagnosticCodes.CollidingDeclarations, Collision(other, declaration!));
            else
                result.Add(declaration!);
        }
        return result;

        void Fail(string code, string message) => problems.Add(new PreferenceProblem(code, true, projectFile, default, message));
    }

    /// <returns>What is wrong, in words that complete "the preference …"; null: nothing.</returns>
    private static string? Read(DeclaredPreference declared, out PreferenceDeclaration? declaration)
    {
        declaration = null;
        if (!IsName(declared.Name))
            return $"has a name that can't be one: {NameRule}.";
        if (PreferenceType.Find(declared.Type) is not { } type)
            return $"is of type '{declared.Type}'; it can be {string.Join(", ", PreferenceType.All)}.";
        var values = new List<TomlValue>();
        var item = PreferenceType.Find(type.Item)!;
        foreach (var text in declared.Values.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (item.Read(text) is not { } value)
                return $"has '{text}' among its Values, which is no {type.Item}.";
            values.Add(value);
        }
        var fallback = declared.Default.Length == 0 ? null : type.Read(declared.Default);
        if (fallback is null && declared.Default.Length > 0)
            return $"has the Default '{declared.Default}', which is no {type}.";
        declaration = new PreferenceDeclaration(declared.Name, type, fallback, values, declared.Description);
        return fallback is not null && declaration.Refusal(new PreferenceLeaf(fallback, default)) is { } refusal ? $"has a Default that can't be: the value {refusal}." : null;
    }

    /// <summary>MSBuild does not mind the case of a property's name; and a key can't be a value and a table.</summary>
    private static bool Collides(PreferenceDeclaration left, PreferenceDeclaration right) =>
        left.Property.Equals(right.Property, StringComparison.OrdinalIgnoreCase) || IsTableOf(left, right) || IsTableOf(right, left);

    private static bool IsTableOf(PreferenceDeclaration table, PreferenceDeclaration member) => member.Name.StartsWith(table.Name + ".", StringComparison.Ordinal);

    private static string Collision(PreferenceDeclaration left, PreferenceDeclaration right) =>
        left.Name == right.Name ? $"The preference '{left.Name}' is declared twice."
        : left.Property.Equals(right.Property, StringComparison.OrdinalIgnoreCase) ? $"The preferences '{left.Name}' and '{right.Name}' would both be the property {left.Property}."
        : $"The preferences '{left.Name}' and '{right.Name}' can't both be: one would be a value and a table.";

    private static bool IsKey(string key) =>
        key.Length > 0 && key != PreferenceTable.ClearKey && (char.IsAsciiLetter(key[0]) || key[0] == '_') && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string TypeOf(TomlValue value) => value is TomlArray { Items: [var first, ..] } ? $"an array of {first.TypeName}" : $"of type {value.TypeName}";
}
