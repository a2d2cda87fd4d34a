namespace CompileDepot.Core.Comparing;

/// <summary>Why two builds of the same tree made something else.</summary>
public enum DifferenceCause
{
    /// <summary>The compiler was told not to be deterministic: time stamp and module version id are new each time.</summary>
    NotDeterministic,

    /// <summary>The version of the assembly.</summary>
    Version,

    /// <summary>A resource.</summary>
    Resource,

    /// <summary>The value of an attribute of the assembly.</summary>
    Attribute,

    /// <summary>A text in the code.</summary>
    Text,

    /// <summary>Code that holds no other text.</summary>
    Code,

    /// <summary>Names of types or members.</summary>
    Names,

    /// <summary>Debug information.</summary>
    Symbols,

    /// <summary>A path of the tree, in a place where it can't be rewritten.</summary>
    TreePath,

    /// <summary>A line of a text file.</summary>
    Line,

    /// <summary>Bytes of something else.</summary>
    Bytes,
}

/// <summary>What the two values that differ look like.</summary>
public enum DifferenceKind
{
    Unknown,

    Time,

    /// <summary>A GUID, or a number that says nothing.</summary>
    Random,
}

/// <summary>Where two builds' outputs differ.</summary>
/// <param name="What">In words, after the file's name: <c>text "12:00:01" in the one, "12:00:05" in the other</c>.</param>
public sealed record OutputDifference(DifferenceCause Cause, DifferenceKind Kind, string What);
