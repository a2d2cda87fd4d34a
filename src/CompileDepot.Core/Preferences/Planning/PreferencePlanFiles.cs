using System.Text;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>A generated file.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Text">Null: there must be none.</param>
internal sealed record PlannedFile(string Path, string? Text);

/// <summary>
/// The files that tell MSBuild a plan, in each project's folder for generated ones (<c>MSBuildProjectExtensionsPath</c>), where it imports them by their names:
/// <code>
/// LibB.csproj.compiledepot.g.props             LibB as the entry: its preferences
/// LibB.csproj.compiledepot.g.targets           LibB as the entry: which variants of others it is built from
/// LibB.csproj.compiledepot.0a1b2c3d.g.props    LibB in the variant 0a1b2c3d, and so on
/// </code>
/// </summary>
public static class PreferencePlanFiles
{
    /// <summary>The global property by which a reference asks for a variant.</summary>
    public const string VariantProperty = "CompileDepotVariant";

    /// <summary>What there is to be for the projects of a plan. A variant is not known to be useless, because an entry that is no part of this restore may want it: none is taken away.</summary>
    internal static IReadOnlyList<PlannedFile> Of(PreferencePlan plan) => [.. plan.Projects.SelectMany(Of)];

    /// <summary>Writes what changes, so that an unchanged file keeps its time and builds stay up to date. Files are replaced whole, each for itself; two restores at a time write the same.</summary>
    /// <returns>The paths of the files that were written or removed.</returns>
    /// <exception cref="IOException">A folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static IReadOnlyList<string> Write(PreferencePlan plan) => [.. Of(plan).Where(Write).Select(f => f.Path)];

    /// <summary>Takes away what tells of a project as the entry of a build, where nothing is left to tell.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static void Clear(string extensionsFolder, string projectFile)
    {
        var path = Base(extensionsFolder, projectFile, "");
        Write(new PlannedFile(path + ".props", null));
        Write(new PlannedFile(path + ".targets", null));
    }

    private static string Base(string extensionsFolder, string projectFile, string key) => Path.Combine(extensionsFolder, $"{Path.GetFileName(projectFile)}.compiledepot.{(key.Length > 0 ? key + "." : "")}g");

    private static IEnumerable<PlannedFile> Of(PlannedProject project)
    {
        foreach (var build in project.Builds)
        {
            var path = Base(project.Project.ExtensionsFolder, project.Project.File, build.Key);
            var inputs = build.IsConcerned ? PreferenceInputs.Digest(project.Project.Request, build.StackFolder) : "";
            yield return new PlannedFile(path + ".props", build.IsConcerned ? PreferencePropsText.Of(build, inputs) : null);
            yield return new PlannedFile(path + ".targets", build.Key.Length > 0 || build.References.Count > 0 ? PreferenceTargetsText.Of(build) : null);
        }
    }

    private static bool Write(PlannedFile file)
    {
        if (file.Text is null)
        {
            if (!File.Exists(file.Path))
                return false;
            File.Delete(file.Path);
            return true;
        }
        return AtomicFile.WriteIfChanged(file.Path, Encoding.UTF8.GetBytes(file.Text));
    }
}
