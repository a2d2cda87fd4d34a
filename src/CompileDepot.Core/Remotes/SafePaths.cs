using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Remotes;

/// <summary>Which paths an entry from elsewhere may name. What is published keeps to the same, so that nobody is sent what he would refuse.</summary>
internal static class SafePaths
{
    /// <summary>The first path that is not safe; null where all are.</summary>
    public static string? FirstUnsafe(Entry entry) => entry.Files.Select(f => f.Path).FirstOrDefault(p => !IsInRoot(p));

    /// <inheritdoc cref="FirstUnsafe(Entry)"/>
    public static string? FirstUnsafe(ProjectEntry entry) =>
        entry.Files.Select(f => f.Path).FirstOrDefault(p => !IsInRoot(p)) ?? entry.Files.Where(f => f.Kind == ProjectFileKind.Copy).Select(f => f.From).FirstOrDefault(p => !IsBelowToken(p));

    /// <summary>Below the root, and nowhere else, on every system: backslashes and colons separate on Windows.</summary>
    public static bool IsInRoot(string path) => path.StartsWith(PathTokens.InRoot, StringComparison.Ordinal) && HasPlainNames(path);

    // Of what is only read: packages and the SDK have tokens of their own.
    private static bool IsBelowToken(string path) => path.StartsWith('{') && path.IndexOf('}') is > 1 and var end && end + 1 < path.Length && path[end + 1] == '/' && HasPlainNames(path);

    private static bool HasPlainNames(string path) => path.Split('/').All(n => n is not ("" or "." or "..")) && !path.Any(c => c is '\\' or ':' || char.IsControl(c));
}
