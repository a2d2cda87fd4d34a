namespace CompileDepot.Toml;

/// <summary>A text is not TOML, or an edit does not fit the document.</summary>
public sealed class TomlException(string path, TomlPosition position, string message) : FormatException(message)
{
    /// <summary>As given to the reader.</summary>
    public string Path => path;

    public TomlPosition Position => position;
}
