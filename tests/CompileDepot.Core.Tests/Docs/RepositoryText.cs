using System.Text.RegularExpressions;

namespace CompileDepot.Core.Tests.Docs;

/// <summary>The texts of the repository that these tests were built from.</summary>
internal static partial class RepositoryText
{
    private static readonly string Top = FindTop();

    public static string PathOf(string relative) => Path.Combine(Top, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>What stands below a heading of the second level, up to the next.</summary>
    public static string Section(string relative, string heading)
    {
        var sections = SecondLevel().Split(Read(relative)).Where(s => s.StartsWith(heading + "\n", StringComparison.Ordinal)).ToList();
        Assert.HasCount(1, sections, $"{relative} has one section '## {heading}'");
        return sections[0];
    }

    /// <summary>The first cells of tables' rows that hold one name in back quotes.</summary>
    public static IReadOnlyList<string> NamesInTables(string text) => [.. Row().Matches(text).Select(m => m.Groups["name"].Value)];

    private static string FindTop()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Build.sln")))
                return folder;
        }
        throw new InvalidOperationException($"No Build.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex SecondLevel();

    [GeneratedRegex("^\\| `(?<name>[^`]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
