using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>All that a build is judged by.</summary>
/// <param name="Diagnostics">Each warning and error once.</param>
/// <param name="Files">Digests of assemblies, symbols, documentation and results in logs, by relative path.</param>
internal sealed partial record BuildResult(bool Succeeded, IReadOnlySet<string> Diagnostics, IReadOnlyDictionary<string, string> Files)
{
    private static readonly string[] Kinds = [".dll", ".pdb", ".xml", ".sarif"];

    public static BuildResult Of(ProcessRun build, SourceTree tree) => new(build.ExitCode == 0, Diagnostic().Matches(build.Output).Select(m => m.Value.Trim()).ToHashSet(), Digests(tree));

    /// <summary>In words, how this differs from what it should be; null: it does not.</summary>
    public string? DifferenceFrom(BuildResult right)
    {
        var found = new List<string>();
        if (Succeeded != right.Succeeded)
            found.Add(Succeeded ? "passes, should fail" : "fails, should pass");
        if (right.Diagnostics.Except(Diagnostics).FirstOrDefault() is { } lost)
            found.Add($"{Code().Match(lost).Value} lost");
        if (Diagnostics.Except(right.Diagnostics).FirstOrDefault() is { } added)
            found.Add($"{Code().Match(added).Value} too many");
        // What a failed build leaves, nobody uses.
        if (Succeeded && right.Succeeded)
            AddFiles(found, right);
        return found.Count == 0 ? null : string.Join("; ", found);
    }

    private void AddFiles(List<string> found, BuildResult right)
    {
        var wrong = Different(right).Select(Path.GetFileName).Distinct().ToList();
        var missing = right.Files.Keys.Except(Files.Keys).Select(Path.GetFileName).Distinct().ToList();
        if (wrong.Count > 0)
            found.Add($"other content: {string.Join(", ", wrong)}");
        if (missing.Count > 0)
            found.Add($"missing: {string.Join(", ", missing)}");
    }

    private IEnumerable<string> Different(BuildResult right) => Files.Where(f => !right.Files.TryGetValue(f.Key, out var digest) || digest != f.Value).Select(f => f.Key).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Digests(SourceTree tree) => tree.ProjectFolders()
        .SelectMany(f => new[] { Path.Combine(f, "bin"), Path.Combine(f, "obj", "Debug") }).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Where(f => Kinds.Contains(Path.GetExtension(f)))
        .ToDictionary(f => Path.GetRelativePath(tree.Folder, f), f => Convert.ToHexString(SHA256.HashData(Path.GetExtension(f) == ".sarif" ? Results(f) : File.ReadAllBytes(f))));

    // How long analyzers took is in the log, too.
    private static byte[] Results(string log)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(log));
            return Encoding.UTF8.GetBytes(string.Join('\n', json.RootElement.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("results").GetRawText())));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return File.ReadAllBytes(log);
        }
    }

    // The project in brackets at the end is left out: not all that print warnings again have it.
    [GeneratedRegex(@"(?:/\S+\(\d+,\d+\)|CSC|/\S+) ?: (?:warning|error) \w+: [^\[\n]*")]
    private static partial Regex Diagnostic();

    [GeneratedRegex(@"(?:warning|error) \w+")]
    private static partial Regex Code();
}
