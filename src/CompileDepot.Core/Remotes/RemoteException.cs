using System.Net;

namespace CompileDepot.Core.Remotes;

/// <summary>How a remote can fail. A closed list.</summary>
public enum RemoteFailure
{
    /// <summary>No connection: no such host, nobody listens, no route.</summary>
    Unreachable,

    /// <summary>The server is not who it should be, by its certificate.</summary>
    Certificate,

    /// <summary>No answer in time, or a transfer below the minimum rate.</summary>
    TooSlow,

    /// <summary>The connection ended in the middle.</summary>
    Cut,

    /// <summary>An answer that is none of HTTP's good ones.</summary>
    Status,

    /// <summary>The credentials, or their absence, do not do.</summary>
    Denied,

    /// <summary>No space left there.</summary>
    Full,

    /// <summary>More bytes than there may be.</summary>
    TooLarge,
}

/// <summary>A remote failed. Messages hold no credentials.</summary>
public sealed class RemoteException(RemoteFailure kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public RemoteFailure Kind { get; } = kind;

    /// <summary>What a status of HTTP that is none of the good ones says.</summary>
    internal static RemoteFailure KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.ProxyAuthenticationRequired => RemoteFailure.Denied,
        HttpStatusCode.InsufficientStorage => RemoteFailure.Full,
        HttpStatusCode.RequestEntityTooLarge => RemoteFailure.TooLarge,
        _ => RemoteFailure.Status,
    };
}
