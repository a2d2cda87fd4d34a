namespace CompileDepot.Core.Settings;

/// <summary>The properties that <see cref="DepotSettings"/> come from, as users wrote them; empty where they did not. Their names are those of the members, after <c>CompileDepot</c>.</summary>
public sealed record DepotProperties
{
    private const string Prefix = SettingsCatalog.Prefix;

    public string Mode { get; init; } = "";

    public string Path { get; init; } = "";

    public string Root { get; init; } = "";

    public string Remote { get; init; } = "";

    public string Reshare { get; init; } = "";

    public string TrustedKeys { get; init; } = "";

    public string SigningKey { get; init; } = "";

    public string MaxSize { get; init; } = "";

    /// <summary>Full names of the properties.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. typeof(DepotProperties).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => Prefix + p.Name)];

    /// <param name="value">The value of a property by its full name; empty where it has none.</param>
    public static DepotProperties From(Func<string, string> value) => new()
    {
        Mode = value(Prefix + nameof(Mode)),
        Path = value(Prefix + nameof(Path)),
        Root = value(Prefix + nameof(Root)),
        Remote = value(Prefix + nameof(Remote)),
        Reshare = value(Prefix + nameof(Reshare)),
        TrustedKeys = value(Prefix + nameof(TrustedKeys)),
        SigningKey = value(Prefix + nameof(SigningKey)),
        MaxSize = value(Prefix + nameof(MaxSize)),
    };

    /// <summary>Reads <c>Name=Value</c> lines, as the SDK's targets give them to tasks; lines with other names are passed over.</summary>
    public static DepotProperties Parse(string lines)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Split('\n'))
        {
            if (line.IndexOf('=') is > 0 and var end)
                values[line[..end].Trim()] = line[(end + 1)..].Trim();
        }
        return From(name => values.GetValueOrDefault(name, ""));
    }
}
