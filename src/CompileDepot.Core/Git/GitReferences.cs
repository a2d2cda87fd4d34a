using System.Collections.Concurrent;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Git;

/// <summary>The references of one checkout. Loose ones are in the common folder; a worktree has its own for a few names alone.</summary>
internal sealed class GitReferences(string folder, string common)
{
    private const string SymbolicPrefix = "ref: ";
    private const string BranchPrefix = "refs/heads/";

    // git itself follows five.
    private const int Depth = 5;

    // Only the packed references are worth remembering: a repository may have 100,000 of them, and a build asks once a project.
    private static readonly ConcurrentDictionary<(string Path, string Name), (FileStamp Stamp, string? Id)> Packed = new();

    /// <returns>The commit, or null where there is none; whether that is certain; and the branch, or null where none is checked out.</returns>
    public (string? Commit, bool IsCertain, string? Branch) ResolveHead()
    {
        // A repository with reftables has a HEAD for the sake of older programs; it names a branch that can't be.
        if (Directory.Exists(Path.Combine(common, "reftable")))
            return (null, false, null);
        string? branch = null;
        var value = GitText.TryRead(Path.Combine(folder, "HEAD"));
        for (var i = 0; i < Depth && value is not null; i++)
        {
            if (IsId(value))
                return (value.ToLowerInvariant(), true, branch);
            if (!value.StartsWith(SymbolicPrefix + "refs/", StringComparison.Ordinal) || value.Contains("..", StringComparison.Ordinal) || value.Contains('\0'))
                return (null, false, null);
            var name = value[SymbolicPrefix.Length..];
            if (name.StartsWith(BranchPrefix, StringComparison.Ordinal))
                branch ??= name[BranchPrefix.Length..];
            value = GitText.TryRead(Path.Combine(folder, name)) ?? GitText.TryRead(Path.Combine(common, name)) ?? FindPacked(folder, name) ?? FindPacked(common, name);
            // A branch without a commit: "git init", and nothing more.
            if (value is null)
                return (null, true, branch);
        }
        return (null, false, null);
    }

    private static string? FindPacked(string folder, string name)
    {
        var path = Path.Combine(folder, "packed-refs");
        if (!FileStamp.TryRead(path, out var stamp))
            return null;
        if (Packed.TryGetValue((path, name), out var known) && known.Stamp == stamp)
            return known.Id;
        var settled = stamp.IsSettledAt(FileStamp.Now);
        var id = SearchPacked(path, name);
        if (settled)
            Packed[(path, name)] = (stamp, id);
        return id;
    }

    // Lines "id name"; others hold a header, or what a tag above points to ("^id").
    private static string? SearchPacked(string path, string name)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault(l => l.EndsWith(name, StringComparison.Ordinal) && l.IndexOf(' ') is var at && at == l.Length - name.Length - 1 && IsId(l[..at])) is { } line
                ? line[..line.IndexOf(' ')]
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsId(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);
}
