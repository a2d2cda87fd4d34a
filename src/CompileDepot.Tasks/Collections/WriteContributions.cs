using CompileDepot.Core.Collections;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Collections;

/// <summary>
/// Writes down what the project contributes to collections, if that changed. Contributions by attribute are read from the compiled assembly, so a compile that came from a depot contributes what it did when it was done; those by
/// items of a step come back with the step.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WriteContributions : CollectionTask
{
    /// <summary>The compiled assembly; relative to the project.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>What the compiler was given: other assemblies say how the members of their enumerations are called.</summary>
    public ITaskItem[] ReferencePaths { get; set; } = [];

    /// <summary>The project's sources, for messages.</summary>
    public string[] Sources { get; set; } = [];

    /// <summary>The file to keep; full path.</summary>
    [Required]
    public string File { get; set; } = "";

    private protected override void Run()
    {
        var contributions = OfItems();
        var assembly = Full(Assembly);
        if (System.IO.File.Exists(assembly))
        {
            var attributes = AttributeReader.Read(System.IO.File.ReadAllBytes(assembly), out var problems, Reference);
            Say(problems);
            Say(attributes.Where(HasIds).Select(NoId).Distinct());
            contributions.AddRange(attributes);
        }
        var folder = Path.GetDirectoryName(File)!;
        new ContributionsFile(Self, Sealed, [.. References.Distinct(StringComparer.Ordinal).Select(r => PathRules.Relative(folder, r))], contributions.Count == 0 ? [] : [.. OwnSources(folder)], contributions).Save(File);
    }

    private byte[]? Reference(string name) =>
        Array.Find(ReferencePaths, r => r.GetMetadata("Filename").Equals(name, StringComparison.OrdinalIgnoreCase)) is { } reference && System.IO.File.Exists(reference.ItemSpec) ? System.IO.File.ReadAllBytes(reference.ItemSpec) : null;

    // Ids are given before the compile, which alone knows the attributes of what it compiles.
    private bool HasIds(Contribution contribution) =>
        Sealed.Contains(contribution.Collection) && StaticWrites.Any(w => w.GetMetadata("Collection") == contribution.Collection);

    private static CollectionProblem NoId(Contribution contribution) =>
        new(DiagnosticCodes.AttributeWithoutId, $"'{contribution.Key ?? contribution.Value.Name}' is contributed to '{contribution.Collection}' by an attribute of the project that seals it. Ids of '{contribution.Collection}' are kept in a file, and given before this compile: contribute it by an item <Compile{contribution.Kind} />, or in a project that this one refers to.");

    // What the build generates holds no contribution that a person wrote, and what lies elsewhere has another path on the next machine.
    private IEnumerable<string> OwnSources(string intermediates) =>
        Sources.Select(Full).Where(s => s.StartsWith(RootFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !s.StartsWith(intermediates + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Select(s => PathRules.Relative(Folder, s));
}
