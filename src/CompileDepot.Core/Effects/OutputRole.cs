namespace CompileDepot.Core.Effects;

/// <summary>What an output file of an action is for. Persisted: values are never renumbered or reused.</summary>
public enum OutputRole
{
    Assembly = 1,
    ReferenceAssembly = 2,
    Pdb = 3,
    Documentation = 4,
    ErrorLog = 5,
    GeneratedSource = 6,
    Signature = 7,

    /// <summary>A file that a step of the project's own declares.</summary>
    StepFile = 8,

    /// <summary>A file in a folder that a step of the project's own declares.</summary>
    StepFolder = 9,

    /// <summary>No file, but what NuGet wrote for a project, together (see <see cref="Packages.RestoreBundle"/>).</summary>
    PackageRestore = 64,
}
