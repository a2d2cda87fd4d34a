namespace CompileDepot.Core.Remotes;

/// <summary>Why what a remote has is not taken. A closed list: each is counted, and named in message CD0096.</summary>
public enum RemoteRefusal
{
    /// <summary>What should be an envelope is none, or does not list what its entry names.</summary>
    Malformed,

    /// <summary>An entry's bytes are not what its own digest says.</summary>
    ChangedEntry,

    /// <summary>An entry that belongs to another key or tree hash.</summary>
    OtherKey,

    /// <summary>A blob's bytes as they are kept are not what their address says.</summary>
    ChangedBlob,

    /// <summary>Bytes as they were once kept, but of another blob.</summary>
    SwappedBlob,

    /// <summary>A path that is not below the root: absolute, with <c>..</c>, and the like.</summary>
    UnsafePath,

    /// <summary>A size that is negative, beyond the limits, or more than what it is coded from.</summary>
    Oversized,

    /// <summary>A blob that decodes to more than its size.</summary>
    Bomb,

    /// <summary>No signature of a trusted key.</summary>
    Untrusted,
}

/// <summary>Something that a remote has is refused.</summary>
internal sealed class RefusedException(RemoteRefusal kind, string message) : Exception(message)
{
    public RemoteRefusal Kind { get; } = kind;
}
