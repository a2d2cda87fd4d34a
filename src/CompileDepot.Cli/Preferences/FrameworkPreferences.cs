using CompileDepot.Core.Preferences;
using CompileDepot.Tasks.Preferences;

namespace CompileDepot.Cli.Preferences;

/// <summary>A project in one framework, with what it declares and what its layers say.</summary>
/// <param name="File">Full path of the project file.</param>
/// <param name="Framework">Empty where the project has none, or one alone.</param>
/// <param name="MissingAssets">NuGet's file of resolved packages, where the project should have one and has not; null otherwise.</param>
internal sealed record FrameworkPreferences(string File, string Framework, string? MissingAssets, ProjectPreferences Preferences)
{
    private readonly Lazy<PreferenceResolution> _resolution = new(Preferences.Resolve);

    public PreferenceResolution Resolution => _resolution.Value;

    /// <summary>What is wrong with declarations, files and values.</summary>
    public IEnumerable<PreferenceProblem> Problems => Preferences.Problems.Concat(Resolution.Problems);

    /// <summary>The project file below a root, relative to it, with <c>/</c>.</summary>
    public string PathFrom(string root) => Path.GetRelativePath(root, File).Replace('\\', '/');

    /// <summary>Its name in a lock file, as <see cref="LockedProject"/> has it.</summary>
    public string LockName(string root) => Framework.Length == 0 ? PathFrom(root) : $"{PathFrom(root)} ({Framework})";
}
