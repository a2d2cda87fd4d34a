using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Settings;

/// <summary>The settings that decide where to look and what to do, checked.</summary>
/// <param name="Depots">Full paths; empty: caching is off.</param>
/// <param name="Root">The relocation root.</param>
public sealed record DepotSettings(DepotMode Mode, IReadOnlyList<string> Depots, string Root)
{
    public bool IsOff => Mode == DepotMode.Off || Depots.Count == 0;

    /// <param name="mode"><c>CompileDepotMode</c>.</param>
    /// <param name="path"><c>CompileDepotPath</c>; empty: the environment variable counts.</param>
    /// <param name="root"><c>CompileDepotRoot</c>; empty: searched from the project's folder.</param>
    /// <exception cref="SettingsException">CD0001, CD0002 or CD0003.</exception>
    public static DepotSettings Parse(string mode, string path, string root, string projectFolder) => new(
        DepotModes.Parse(mode),
        path.Length > 0 ? DepotPath.Parse(path, "CompileDepotPath") : DepotPath.Parse(Environment.GetEnvironmentVariable(DepotPath.Variable)),
        root.Length == 0 ? RootLocator.Find(projectFolder) : CheckRoot(root));

    private static string CheckRoot(string root) =>
        Path.IsPathFullyQualified(root) && Directory.Exists(root)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))
            : throw new SettingsException(DiagnosticCodes.BadRoot, $"CompileDepotRoot is '{root}', which is not the absolute path of an existing folder. Name the top folder of the source tree, or leave it empty.");
}
