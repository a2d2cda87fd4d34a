namespace CompileDepot.Core.Remotes;

/// <summary>
/// Named byte strings somewhere else: what a server, a share or a bucket has to do for a remote depot. Names are <c>ac/…</c> and <c>cas/…</c> with slashes between, as in Bazel's HTTP cache
/// (https://bazel.build/remote/caching#http-caching). Thread-safe. Each member ends within the bounds of <see cref="RemoteLimits"/>, and throws nothing but <see cref="RemoteException"/>, or
/// <see cref="OperationCanceledException"/> where the caller has cancelled.
/// </summary>
public interface IRemoteStore
{
    /// <summary>Null: there is none.</summary>
    /// <param name="limit">Bytes; more is a failure.</param>
    Task<byte[]?> GetAsync(string name, long limit, CancellationToken cancel);

    Task<bool> HasAsync(string name, CancellationToken cancel);

    /// <param name="replace">False: what is there already may stay.</param>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancel);
}
