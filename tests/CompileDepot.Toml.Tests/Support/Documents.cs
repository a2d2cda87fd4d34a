using CompileDepot.Toml.Writing;

namespace CompileDepot.Toml.Tests.Support;

internal static class Documents
{
    public const string Path = "some.toml";

    public static TomlDocument Parse(string text) => TomlDocument.Parse(text, Path);

    /// <summary>All that a document says, as one inline table in the one form of each type: short enough to be written down in a test.</summary>
    public static string Said(string text) => ValueText.Of(Parse(text).Root);

    public static string[] Key(string key) => key.Split('.');
}
