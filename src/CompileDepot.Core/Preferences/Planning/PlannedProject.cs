using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>A project of a restore with the ways in which it will be built.</summary>
/// <param name="Base">As the entry of a build.</param>
/// <param name="Variants">For entries that want it otherwise, by key.</param>
/// <param name="Below">Full paths of the projects that it refers to, directly or not; itself is not among them.</param>
public sealed record PlannedProject(PreferenceProject Project, PlannedBuild Base, IReadOnlyList<PlannedBuild> Variants, IEnumerable<string> Below)
{
    public IEnumerable<PlannedBuild> Builds => Variants.Prepend(Base);
}

/// <summary>One way in which a project is built.</summary>
/// <param name="Key">The value of <c>CompileDepotVariant</c>; empty: the project as the entry of a build.</param>
/// <param name="StackFolder">The folder whose layers decide: the entry's (of several that agree, of the first by path), or that of the project which the entry tests.</param>
/// <param name="Resolution">The answers to the project's declarations.</param>
/// <param name="References">All projects below it that must be built in a variant.</param>
/// <param name="IsConcerned">Whether it or a project below it declares anything: if not, files of preferences change nothing for it.</param>
public sealed record PlannedBuild(string Key, string StackFolder, PreferenceResolution Resolution, IReadOnlyList<VariedReference> References, bool IsConcerned);

/// <summary>A project that is referenced, directly or not, and the variant of it.</summary>
/// <param name="File">Full path.</param>
public sealed record VariedReference(string File, string Key);
