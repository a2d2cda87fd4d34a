namespace CompileDepot.Toml;

/// <summary>A TOML document that can be edited without losing comments, order and layout. Not thread-safe.</summary>
public sealed class TomlDocument
{
    private TomlDocument(string path) => Path = path;

    /// <summary>As given to the reader; for messages.</summary>
    public string Path { get; }

    /// <summary>All that the document says.</summary>
    public TomlTable Root { get; private set; } = TomlTable.Empty;

    /// <exception cref="TomlException">The text is not TOML.</exception>
    public static TomlDocument Parse(string text, string path) => new(path);
}
