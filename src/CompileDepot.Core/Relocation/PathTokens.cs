using CompileDepot.Core.IO;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Writes paths below known roots with a token in the root's place (<c>{root}/src/A.cs</c>), and back. The longest root wins; only whole path components match
/// (<c>/src/a</c> does not match <c>/src/ab</c>). Separators become <c>/</c>. Immutable.
/// </summary>
public sealed class PathTokens
{
    public const string Root = "root";

    /// <summary>Begins each tokenized path below the root of the source tree.</summary>
    public const string InRoot = "{" + Root + "}/";

    private readonly (string Token, string Path)[] _roots;

    // Many are never asked for a text.
    private readonly Lazy<TextTokens> _texts;

    /// <param name="roots">Token names without braces, and full paths; empty paths are passed over. An equal path: the first name wins.</param>
    public PathTokens(IEnumerable<(string Name, string Path)> roots)
    {
        // Longest first, so that a root inside another is found before it.
        _roots = [.. roots
            .Where(r => r.Path.Length > 0)
            .Select(r => (Token: "{" + r.Name + "}", Path: Trim(Path.GetFullPath(r.Path))))
            .Where(r => r.Path.Length > 1)
            .DistinctBy(r => r.Path)
            .OrderByDescending(r => r.Path.Length).ThenBy(r => r.Token, StringComparer.Ordinal)];
        _texts = new(() => new TextTokens(_roots.Select(r => (r.Token[1..^1], r.Path)), PathRules.Comparison));
    }

    /// <summary>Those of a build.</summary>
    /// <param name="root">Top folder of the source tree.</param>
    /// <param name="nuget">NuGet's folder of packages; empty where it is not known.</param>
    /// <param name="dotnet">Folder of the .NET installation; empty where it is not known.</param>
    public static PathTokens Of(string root, string nuget, string dotnet) => new([(Root, root), ("nuget", nuget), ("dotnet", dotnet)]);

    /// <summary>These, and one root more.</summary>
    public PathTokens With(string name, string path) => new([.. _roots.Select(r => (r.Token.Trim('{', '}'), r.Path)), (name, path)]);

    /// <summary>The roots, longest path first.</summary>
    public IEnumerable<(string Token, string Path)> Roots => _roots;

    /// <summary>The form of a full path that is the same under every root; a path below no root keeps its own.</summary>
    public string Tokenize(string fullPath)
    {
        foreach (var (token, path) in _roots)
        {
            if (fullPath.StartsWith(path, PathRules.Comparison) && (fullPath.Length == path.Length || IsSeparator(fullPath[path.Length])))
                return token + Slashes(fullPath[path.Length..]);
        }
        return Slashes(fullPath);
    }

    /// <summary>A tokenized path as a person knows it: from the root. One that is not below the root stays as it is.</summary>
    public static string FromRoot(string tokenized) => tokenized.StartsWith(InRoot, StringComparison.Ordinal) ? tokenized[InRoot.Length..] : tokenized;

    /// <summary>The inverse of <see cref="Tokenize"/>.</summary>
    /// <returns>Null for an unknown token, a relative path, or one that holds <c>..</c>: such a path can't come from <see cref="Tokenize"/>.</returns>
    public string? Resolve(string tokenized)
    {
        if (tokenized.Contains('\0') || tokenized.Split('/', Path.DirectorySeparatorChar).Contains(".."))
            return null;
        foreach (var (token, path) in _roots)
        {
            if (tokenized.StartsWith(token, StringComparison.Ordinal) && (tokenized.Length == token.Length || tokenized[token.Length] == '/'))
                return Path.GetFullPath(path + tokenized[token.Length..]);
        }
        return Path.IsPathFullyQualified(tokenized) ? Path.GetFullPath(tokenized) : null;
    }

    /// <summary>Puts tokens for the roots' paths anywhere in a text; a brace of the text itself is doubled, so that different texts stay different.</summary>
    public string TokenizeText(string text) => _texts.Value.Tokenize(text);

    /// <summary>The inverse of <see cref="TokenizeText"/>; an unknown token stays as it is.</summary>
    public string ResolveText(string text) => _texts.Value.Resolve(text, keepsUnknown: true)!;

    private static bool IsSeparator(char c) => c == '/' || c == Path.DirectorySeparatorChar;

    private static string Slashes(string path) => Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');

    private static string Trim(string path) => Path.TrimEndingDirectorySeparator(path);
}
