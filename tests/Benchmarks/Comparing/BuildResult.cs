using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>All that a build is judged by.</summary>
/// <param name="Diagnostics">Each warning and error once.</param>
/// <param name="Files">Digests of assemblies, symbols, documentation and logs, by relative path.</param>
internal sealed partial record BuildResult(bool Succeeded, IReadOnlySet<string> Diagnostics, IReadOnlyDictionary<string, string> Files)
{
    private static readonly string[] _kinds = [".dll", ".pdb", ".xml", ".sarif"];

    public static BuildResult Of(ProcessRun build, SourceTree tree) => new(build.ExitCode == 0, Diagnostic().Matches(build.Output).Select(m => m.Value.Trim()).ToHashSet(), Digests(tree));

    /// <summary>In words, how this differs from what it should be; null: it does not.</summary>
    public string? DifferenceFrom(BuildResult right)
    {
        if (Succeeded != right.Succeeded)
            return Succeeded ? "passes, should fail" : "fails, should pass";
        if (right.Diagnostics.Except(Diagnostics).FirstOrDefault() is { } lost)
            return $"{Code().Match(lost).Value} lost";
        if (Diagnostics.Except(right.Diagnostics).FirstOrDefault() is { } added)
            return $"{Code().Match(added).Value} too many";
        if (!Succeeded)
            return null;
        // Those that are there and wrong say more than those that are missing.
        var wrong = Different(right).Select(Path.GetFileName).Distinct().ToList();
        var missing = right.Files.Keys.Except(Files.Keys).Select(Path.GetFileName).Distinct().ToList();
        return (wrong, missing) switch
        {
            ([], []) => null,
            ([], _) => $"missing: {string.Join(", ", missing)}",
            _ => $"other content: {string.Join(", ", wrong)}",
        };
    }

    private IEnumerable<string> Different(BuildResult right) => Files.Where(f => !right.Files.TryGetValue(f.Key, out var digest) || digest != f.Value).Select(f => f.Key).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Digests(SourceTree tree) => tree.ProjectFolders()
        .SelectMany(f => new[] { Path.Combine(f, "bin"), Path.Combine(f, "obj", "Debug") }).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Where(f => _kinds.Contains(Path.GetExtension(f)))
        .ToDictionary(f => Path.GetRelativePath(tree.Folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));

    // The project in brackets at the end is left out: not all that print warnings again have it.
    [GeneratedRegex(@"(?:/\S+\(\d+,\d+\)|CSC|/\S+) ?: (?:warning|error) \w+: [^\[\n]*")]
    private static partial Regex Diagnostic();

    [GeneratedRegex(@"(?:warning|error) \w+")]
    private static partial Regex Code();
}
