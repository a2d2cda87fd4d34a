namespace CompileDepot.Core.Effects;

/// <summary>What an entry can't be without of the place where it was made. Persisted: values are never renumbered or reused.</summary>
public enum Binding
{
    /// <summary>Nothing: its files are rewritten for the roots and the commit of the place where they are restored.</summary>
    None = 0,

    /// <summary>The paths of the roots. The commit may be another.</summary>
    Roots = 1,

    /// <summary>The commit. The roots may be others.</summary>
    Commit = 2,

    /// <summary>Roots, commit, and the very bytes of all inputs.</summary>
    Exact = 3,
}
