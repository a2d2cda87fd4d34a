using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Actions;

/// <summary>A compile whose key is known.</summary>
/// <param name="KeyText">The bytes whose SHA-256 is <paramref name="Key"/>.</param>
/// <param name="Inputs">Every file whose content entered the key, as it was then.</param>
/// <param name="Outputs">What the compiler may write; only the first, the assembly, is sure to be written.</param>
public sealed record CompileAction(ActionKey Key, byte[] KeyText, IReadOnlyList<InputFile> Inputs, IReadOnlyList<CompileOutput> Outputs)
{
    /// <summary>Those of the inputs that entered the key without what is this place's own in them.</summary>
    public LocalInputs Local { get; init; } = LocalInputs.None;

    /// <summary>Whether every output is sure to be written, and no file of an output folder is anybody else's: so it is with steps, whose outputs are declared.</summary>
    public bool WritesAll { get; init; }

    /// <summary>Full paths of the programs that a step's command names, interpreters included.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Where constants in the code come from; null where it is not known how the language makes them.</summary>
    public ConstantInputs? Constants { get; init; }
}

/// <summary>The inputs that hold the constants, or parts of the constants, that the compiler can put into attributes; beside them there is only what generators make.</summary>
/// <param name="Sources">Those of C#.</param>
/// <param name="References">Assemblies and modules.</param>
public sealed record ConstantInputs(IReadOnlyList<InputFile> Sources, IReadOnlyList<InputFile> References);

/// <summary>Inputs that are the same at another place only but for that place's facts (see <see cref="LocalDigester"/>).</summary>
/// <param name="Texts">Texts of the SDK that hold such facts.</param>
/// <param name="References">Assemblies below the root that the compiler reads as references: PDBs hold their ids.</param>
/// <param name="Others">Assemblies below the root that run in the compiler.</param>
public sealed record LocalInputs(IReadOnlyList<InputFile> Texts, IReadOnlyList<InputFile> References, IReadOnlyList<InputFile> Others)
{
    public static LocalInputs None { get; } = new([], [], []);

    public IEnumerable<InputFile> All => Texts.Concat(References).Concat(Others);
}

/// <summary>A place that the compiler writes to.</summary>
/// <param name="Path">Full path of a file, or of the folder that generated sources go to.</param>
public readonly record struct CompileOutput(OutputRole Role, string Path)
{
    public bool IsFolder => Role is OutputRole.GeneratedSource or OutputRole.StepFolder;

    /// <summary>Whether a file is this output, or lies in it.</summary>
    /// <param name="file">Full path.</param>
    public bool Covers(string file) => IsFolder ? file.StartsWith(System.IO.Path.TrimEndingDirectorySeparator(Path) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) : file == Path;
}
