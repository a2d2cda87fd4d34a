using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Effects;

/// <summary>Something a step did that others can observe. A closed set; each member is written and read back by <see cref="EffectJson"/>.</summary>
public abstract record Effect;

/// <summary>A file that the step wrote.</summary>
/// <param name="Path">Tokenized.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Mode">Unix permission bits, or 0 where the recording system has none.</param>
public sealed record OutputFileEffect(OutputRole Role, string Path, ContentDigest Blob, long Size, ushort Mode) : Effect
{
    /// <summary>Whether the bytes hold facts of the place where they were made (see <see cref="Imprint"/>): elsewhere the file is rewritten when it is restored.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>A warning. (A step that logged an error is never stored.)</summary>
/// <param name="Code">As the tool gave it, or null.</param>
/// <param name="Message">Tokenized text.</param>
/// <param name="File">Tokenized where it was absolute; as it was where relative; or null.</param>
public sealed record WarningEffect(
    string? Subcategory,
    string? Code,
    string? File,
    int Line,
    int Column,
    int EndLine,
    int EndColumn,
    string? Message,
    string? HelpKeyword,
    string? HelpLink,
    string? Sender) : Effect;

/// <summary>A message that the step logged with high importance: what a build shows at minimal verbosity.</summary>
/// <param name="Importance">0 high, 1 normal, 2 low, as MSBuild numbers them.</param>
/// <param name="Text">Tokenized text.</param>
public sealed record MessageEffect(int Importance, string? Text, string? Sender) : Effect;

/// <summary>One item that the step gave as the value of an output parameter. Replaying it twice gives it once: parameter and ordinal tell which it is.</summary>
/// <param name="Parameter">Name of the output parameter.</param>
/// <param name="Ordinal">Its place among the items of the parameter, from 0.</param>
/// <param name="Spec">Tokenized text.</param>
/// <param name="Metadata">Names, and values as tokenized text; in the order of the names.</param>
public sealed record OutputItemEffect(string Parameter, int Ordinal, string Spec, IReadOnlyList<(string Name, string Value)> Metadata) : Effect
{
    public bool Equals(OutputItemEffect? other) =>
        other is not null && Parameter == other.Parameter && Ordinal == other.Ordinal && Spec == other.Spec && Metadata.SequenceEqual(other.Metadata);

    public override int GetHashCode() => HashCode.Combine(Parameter, Ordinal, Spec, Metadata.Count);
}

/// <summary>What the step gave as the value of an output parameter that holds no items.</summary>
/// <param name="Parameter">Name of the output parameter.</param>
/// <param name="Value">Tokenized text; numbers and Booleans as the invariant culture writes them.</param>
public sealed record OutputPropertyEffect(string Parameter, string Value) : Effect;
