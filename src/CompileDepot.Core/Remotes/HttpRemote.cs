using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace CompileDepot.Core.Remotes;

/// <summary>
/// GET, HEAD and PUT below one address. Connections are kept for as long as the process lives; HTTP/2 where TLS offers it. Redirects are followed by hand: <c>Authorization</c> goes to no other origin
/// than the one that it was given for, and nothing goes from HTTPS to HTTP. No cookies; the system's proxy, as everywhere in .NET.
/// </summary>
internal sealed class HttpRemote(RemoteSetting setting, RemoteCredentials credentials, RemoteLimits limits) : IRemoteStore
{
    // As many as a browser follows is a loop; storage services need one.
    private const int MostRedirects = 5;

    private const int Piece = 64 * 1024;

    private static readonly ConcurrentDictionary<(string Origin, TimeSpan Connect), HttpMessageInvoker> Invokers = new();

    private readonly Uri _base = new(setting.Address.AbsoluteUri.TrimEnd('/') + "/");

    private string Place => setting.Place;

    public async Task<byte[]?> GetAsync(string name, long limit, CancellationToken cancel)
    {
        using var watch = new TransferWatch(limits, cancel);
        return await watch.Run(
            token => Guard(async () =>
            {
                using var response = await Send(HttpMethod.Get, name, null, token).ConfigureAwait(false);
                if (IsMissing(response))
                    return null;
                Check(response);
                return await Read(response, limit, watch).ConfigureAwait(false);
            }),
            Place).ConfigureAwait(false);
    }

    public async Task<bool> HasAsync(string name, CancellationToken cancel)
    {
        using var watch = new TransferWatch(limits, cancel);
        return await watch.Run(
            token => Guard(async () =>
            {
                using var response = await Send(HttpMethod.Head, name, null, token).ConfigureAwait(false);
                // Who knows no HEAD is sent what he may have.
                if (IsMissing(response) || response.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
                    return false;
                Check(response);
                return true;
            }),
            Place).ConfigureAwait(false);
    }

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancel)
    {
        using var watch = new TransferWatch(limits, cancel);
        await watch.Run(
            token => Guard(async () =>
            {
                // Servers that know conditions see to it that nobody writes over what came in between; nginx does not, and then the look afterwards has to do.
                var condition = !replace && RemoteNames.IsEntry(name);
                using var response = await Send(HttpMethod.Put, name, () => new WatchedContent(content, watch), token, condition).ConfigureAwait(false);
                // Somebody was first, with the same name.
                if (!(response.StatusCode == HttpStatusCode.PreconditionFailed && !replace))
                    Check(response);
                return true;
            }),
            Place).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string name, Func<HttpContent>? content, CancellationToken cancel, bool onlyIfFree = false)
    {
        var target = new Uri(_base, name);
        for (var hops = 0; ; hops++)
        {
            using var request = new HttpRequestMessage(method, target) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower, Content = content?.Invoke() };
            if (credentials.Header is { } header && IsOurs(target))
                request.Headers.TryAddWithoutValidation("Authorization", header);
            if (onlyIfFree)
                request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CompileDepot", null));
            var response = await Invoker(target).SendAsync(request, cancel).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            var status = (int)response.StatusCode;
            response.Dispose();
            var next = new Uri(target, location);
            if (hops == MostRedirects || next.Scheme is not ("http" or "https") || (target.Scheme == "https" && next.Scheme == "http") || (method == HttpMethod.Put && status is not (307 or 308)))
                throw new RemoteException(RemoteFailure.Status, $"{Place} redirects ({status}) to {next.GetLeftPart(UriPartial.Authority)}, which is not followed");
            target = next;
        }
    }

    private bool IsOurs(Uri target) => target.Scheme == _base.Scheme && target.Port == _base.Port && string.Equals(target.Host, _base.Host, StringComparison.OrdinalIgnoreCase);

    // One for each origin, so that a slow one holds up no other; never disposed: the next build of this process finds the connections open.
    private HttpMessageInvoker Invoker(Uri target) => Invokers.GetOrAdd((target.GetLeftPart(UriPartial.Authority), limits.Connect), key => new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = key.Connect,
        EnableMultipleHttp2Connections = true,
        // A name may be moved to another machine.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }));

    private static bool IsMissing(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    private void Check(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.PartialContent)
            return;
        throw new RemoteException(RemoteException.KindOf(response.StatusCode), $"{Place} answers {(int)response.StatusCode}");
    }

    private async Task<byte[]> Read(HttpResponseMessage response, long limit, TransferWatch watch)
    {
        var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            return await watch.ReadAll(stream, response.Content.Headers.ContentLength, limit, Place).ConfigureAwait(false);
    }

    // What .NET says may hold more than it should; so all messages are our own.
    private async Task<T> Guard<T>(Func<Task<T>> transfer)
    {
        try
        {
            return await transfer().ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new RemoteException(RemoteFailure.Unreachable, $"{Place} can't be reached within {limits.Connect.TotalSeconds:0.#} s", e);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException inner)
        {
            throw new RemoteException(RemoteFailure.Certificate, $"{Place} is not trusted: {inner.Message}", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse || e.InnerException is IOException)
        {
            throw new RemoteException(RemoteFailure.Cut, $"{Place} ends the connection early", e);
        }
        catch (HttpRequestException e)
        {
            throw new RemoteException(RemoteFailure.Unreachable, $"{Place} can't be reached: {e.HttpRequestError}", e);
        }
        catch (IOException e)
        {
            throw new RemoteException(RemoteFailure.Cut, $"{Place} ends the connection early", e);
        }
        catch (Exception e) when (e is not (RemoteException or OperationCanceledException))
        {
            throw new RemoteException(RemoteFailure.Status, $"{Place} answers in a way that is not understood ({e.GetType().Name})", e);
        }
    }

    private sealed class WatchedContent(ReadOnlyMemory<byte> content, TransferWatch watch) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, watch.Token);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            for (var sent = 0; sent < content.Length; sent += Piece)
            {
                var piece = content.Slice(sent, Math.Min(Piece, content.Length - sent));
                await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                watch.Progress(sent + piece.Length);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
