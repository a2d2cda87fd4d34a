namespace CompileDepot.Core.Effects;

/// <summary>What an output file of a compile is for. Persisted: values are never renumbered or reused.</summary>
public enum OutputRole
{
    Assembly = 1,
    ReferenceAssembly = 2,
    Pdb = 3,
    Documentation = 4,
    ErrorLog = 5,
    GeneratedSource = 6,
    Signature = 7,
}
