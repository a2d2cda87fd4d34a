using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Tasks.Preferences;

namespace CompileDepot.Cli.Preferences;

/// <summary>A project in one framework, with what it declares and the layers of its own.</summary>
/// <param name="File">Full path of the project file.</param>
/// <param name="Framework">Empty where the project has none, or one alone.</param>
/// <param name="MissingAssets">NuGet's file of resolved packages, where the project should have one and has not; null otherwise.</param>
/// <param name="Restored">What the last restore told builds of it; empty where none did.</param>
/// <param name="References">Full paths of the projects that it references.</param>
internal sealed record FrameworkPreferences(
    string File, string Framework, bool IsTest, string? MissingAssets, IReadOnlyList<ObservedPreference> Restored, IReadOnlyList<string> References, ProjectPreferences Preferences)
{
    /// <summary>The project file below a root, relative to it, with <c>/</c>.</summary>
    public string PathFrom(string root) => PathRules.Relative(root, File);

    /// <summary>Its name in a lock file, as <see cref="LockedProject"/> has it.</summary>
    public string LockName(string root) => Framework.Length == 0 ? PathFrom(root) : $"{PathFrom(root)} ({Framework})";
}
