using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Preferences.Versions;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>What a plan must know of one project of a restore.</summary>
/// <param name="File">Full path of the project's file.</param>
/// <param name="ExtensionsFolder">Full path of its <c>MSBuildProjectExtensionsPath</c>, where generated files go.</param>
/// <param name="Name">Its package id, else the name of its file: what files of preferences call it.</param>
/// <param name="Version">Null: not known.</param>
/// <param name="References">Full paths of the projects that it references itself. Those that are no part of the restore are passed over.</param>
/// <param name="Request">Its layers, as it is built for itself. Where the closure is not given, it is the names of all projects below this one; where the project's name is not, it is <paramref name="Name"/>.</param>
public sealed record PreferenceProject(
    string File, string ExtensionsFolder, string Name, PackageVersion? Version, IReadOnlyList<PreferenceDeclaration> Declarations, IReadOnlyList<string> References, LayerStackRequest Request)
{
    public PreferenceLookup Lookup { get; init; }

    public PreferenceMerge Merge { get; init; }

    /// <summary>A test project without files of preferences in its own folder sees those of what it tests.</summary>
    public bool IsTest { get; init; }

    /// <summary>Names of packages and projects that exist for it. Those of all projects of a restore are known to each; empty: not known, and no name in its files is doubted.</summary>
    public IReadOnlyCollection<string> KnownNames { get; init; } = [];

    /// <summary>The file below the root, with <c>/</c>: the order of projects is by it, so that it is the same in each checkout.</summary>
    internal string Relative => PathRules.Relative(Request.Root, File);
}
