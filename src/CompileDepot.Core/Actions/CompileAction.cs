using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Actions;

/// <summary>A compile whose key is known.</summary>
/// <param name="KeyText">The bytes whose SHA-256 is <paramref name="Key"/>.</param>
/// <param name="Inputs">Every file whose content entered the key, as it was then.</param>
/// <param name="Outputs">What the compiler may write; only the first, the assembly, is sure to be written.</param>
public sealed record CompileAction(ActionKey Key, byte[] KeyText, IReadOnlyList<InputFile> Inputs, IReadOnlyList<CompileOutput> Outputs);

/// <summary>A place that the compiler writes to.</summary>
/// <param name="Path">Full path of a file, or of the folder that generated sources go to.</param>
public readonly record struct CompileOutput(OutputRole Role, string Path)
{
    public bool IsFolder => Role == OutputRole.GeneratedSource;
}
