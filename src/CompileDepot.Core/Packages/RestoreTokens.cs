using System.Text.RegularExpressions;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Packages;

/// <summary>Writes the folders that NuGet's files mention as tokens (<c>{root}/src/A/A.csproj</c>), and back, as <see cref="TextTokens"/> does: case counts, because the way back must give every byte again. Immutable.</summary>
public sealed partial class RestoreTokens
{
    private readonly TextTokens _texts;

    /// <param name="folders">Names without braces, and full paths; of equal paths the first name wins.</param>
    public RestoreTokens(IEnumerable<(string Name, string Path)> folders)
    {
        Folders = [.. folders.Where(f => f.Path.Length > 0).Select(f => (f.Name, Path.TrimEndingDirectorySeparator(Path.GetFullPath(f.Path)))).Where(f => f.Item2.Length > 1).DistinctBy(f => f.Item2)];
        _texts = new(Folders, StringComparison.Ordinal);
    }

    public IReadOnlyList<(string Name, string Path)> Folders { get; }

    /// <summary>Whether every folder is spelled in characters that JSON and XML leave alone. Where not, a text could hold a folder in a form that we do not find.</summary>
    public bool ArePlain => Folders.All(f => PlainPath().IsMatch(f.Path));

    public string Tokenize(string text) => _texts.Tokenize(text);

    /// <summary>The inverse of <see cref="Tokenize"/>; null for a token that is unknown here.</summary>
    public string? Resolve(string text) => _texts.Resolve(text, keepsUnknown: false);

    [GeneratedRegex(@"^[\w/\\:.~+@ -]+$")]
    private static partial Regex PlainPath();
}
