using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>Every file of a tree that is not a source: what builds left, as a map from path to digest of content and mode.</summary>
public static partial class OutputFiles
{
    /// <summary>What <c>dotnet restore</c> writes into obj. A clean build keeps it; <c>RestoreTests</c> proves that the SDK changes nothing in it.</summary>
    private static readonly string[] RestoreSuffixes =
        ["project.assets.json", "project.nuget.cache", ".nuget.g.props", ".nuget.g.targets", ".nuget.dgspec.json", "project.packagespec.json"];

    /// <summary>What may differ or be there on one side only, each with its reason.</summary>
    private static readonly string[] IgnoredSuffixes =
    [
        ".compiledepot.inputs", // ours: the digest file that joins the compiler's incremental inputs
        ".compiledepot.tree", // ours: the dependency-tree hash
        ".compiledepot.state", // ours: the stamps of what the last build left
        ".AssemblyReference.cache", // holds the times of the referenced files: differs between two plain builds
        ".assets.cache", // what a build keeps of project.assets.json, with the time of that file: not restored, and not made where the graph level leaves the project alone
        ".GenerateResource.cache", // holds the times of the .resx files, likewise
        ".psmdcp", // a random name inside nupkg files
    ];

    public static IEnumerable<string> Of(TestTree tree, string folder)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(path => path != ".known" && !tree.Has(path))
            .OrderBy(path => path, StringComparer.Ordinal);
    }

    public static SortedDictionary<string, string> Digests(TestTree tree, string folder) =>
        new(Of(tree, folder).Where(path => !IsIgnored(path)).ToDictionary(path => path, path => Digest(Path.Combine(folder, path))), StringComparer.Ordinal);

    /// <summary>Deletes all outputs except those of restore, and folders that are empty then.</summary>
    public static void Clean(TestTree tree, string folder)
    {
        Delete(folder, Of(tree, folder).Where(path => !IsRestore(path)));
    }

    /// <summary>Deletes all outputs, those of restore too: what is left is a clean checkout.</summary>
    public static void DeleteAll(TestTree tree, string folder) => Delete(folder, Of(tree, folder));

    private static void Delete(string folder, IEnumerable<string> paths)
    {
        foreach (var path in paths.ToList())
            File.Delete(Path.Combine(folder, path));
        foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).OrderByDescending(d => d.Length))
        {
            if (!Directory.EnumerateFileSystemEntries(directory).Any())
                Directory.Delete(directory);
        }
    }

    public static bool IsRestore(string path) => RestoreSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.Ordinal)) || IsOfPreferences(path);

    /// <summary>What a restore writes beside NuGet's files.</summary>
    private static bool IsOfPreferences(string path) => Path.GetFileName(path).Contains(".compiledepot.", StringComparison.Ordinal) && Path.GetExtension(path) is (".props" or ".targets");

    public static bool IsIgnored(string path) => IgnoredSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.Ordinal));

    private static string Digest(string file)
    {
        var content = Path.GetExtension(file) == ".nupkg" ? PackageText(file) : File.ReadAllBytes(file);
        if (file.EndsWith("FileListAbsolute.txt", StringComparison.Ordinal))
            content = Encoding.UTF8.GetBytes(SortedLines(content));
        if (Path.GetExtension(file) == ".sarif")
            content = Encoding.UTF8.GetBytes(Durations().Replace(Encoding.UTF8.GetString(content), "0"));
        var mode = OperatingSystem.IsWindows() ? "" : $" {File.GetUnixFileMode(file)}";
        return Convert.ToHexString(SHA256.HashData(content))[..16] + $" {content.Length} bytes" + mode;
    }

    /// <summary>The list of written files is a set (its order tells how often a tree was built), and names the files that are ours.</summary>
    private static string SortedLines(byte[] content) => string.Join('\n', Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !IsIgnored(line.Trim())).OrderBy(line => line, StringComparer.Ordinal));

    /// <summary>A package holds the time of packing and random names: its other files are compared.</summary>
    private static byte[] PackageText(string file)
    {
        using var package = ZipFile.OpenRead(file);
        var text = new StringBuilder();
        foreach (var entry in package.Entries.Where(e => !IsIgnored(e.FullName) && e.FullName != "_rels/.rels").OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            using var stream = entry.Open();
            text.Append(entry.FullName).Append(' ').Append(Convert.ToHexString(SHA256.HashData(stream))).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>How long analyzers took, in SARIF 2.1: differs between two plain builds, and so do leading marks as in "&lt;0.001".</summary>
    [GeneratedRegex("""(?<="(?:analyzerExecutionTime|executionTimeInSeconds|executionTimeInPercentage)": ")[^"]*""")]
    private static partial Regex Durations();
}
