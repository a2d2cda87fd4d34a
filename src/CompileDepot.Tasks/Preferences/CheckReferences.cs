using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>
/// For closed environments: an assembly may refer only to what its project says by itself. What comes along with another reference is there by chance, and goes when that one changes (CD0052). Looks at the compiled
/// assembly, which names just the references that the code uses.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckReferences : PreferenceTask
{
    /// <summary>The compiled assembly; relative to the project.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>What the compiler was given.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The items <c>PackageReference</c>.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>Project references that the SDK added because others have them.</summary>
    public ITaskItem[] TransitiveProjects { get; set; } = [];

    private protected override void Run()
    {
        var path = Path.GetFullPath(Assembly, Path.GetDirectoryName(ProjectFile)!);
        if (!File.Exists(path))
            return;
        var packages = Packages.Select(p => p.ItemSpec).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var projects = TransitiveProjects.Select(p => p.GetMetadata("FullPath")).ToHashSet(StringComparer.Ordinal);
        var references = References.DistinctBy(r => r.GetMetadata("Filename"), StringComparer.OrdinalIgnoreCase).ToDictionary(r => r.GetMetadata("Filename"), StringComparer.OrdinalIgnoreCase);
        foreach (var name in Used(path).Where(references.ContainsKey).Order(StringComparer.Ordinal))
        {
            var reference = references[name];
            if (reference.GetMetadata("FrameworkReferenceName").Length > 0)
                continue;
            if (reference.GetMetadata("NuGetPackageId") is { Length: > 0 } package && !packages.Contains(package))
                Fail(DiagnosticCodes.TransitiveReference, ProjectFile, $"The code uses {name} of the package {package}, which the project has only through another reference. Add <PackageReference Include=\"{package}\" />.");
            else if (projects.Contains(reference.GetMetadata("MSBuildSourceProjectFile")))
                Fail(DiagnosticCodes.TransitiveReference, ProjectFile, $"The code uses {name}, which the project has only through another reference. Add a ProjectReference to {reference.GetMetadata("MSBuildSourceProjectFile")}.");
        }
    }

    private static List<string> Used(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        if (!image.HasMetadata)
            return [];
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
