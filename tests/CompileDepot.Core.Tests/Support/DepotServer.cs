using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CompileDepot.Core.Tests.Support;

/// <summary>How a <see cref="DepotServer"/> misbehaves.</summary>
public enum ServerFault
{
    None,

    /// <summary>Answers 500.</summary>
    Broken,

    /// <summary>Takes requests and never answers.</summary>
    Silent,

    /// <summary>Sends a byte a second.</summary>
    Slow,

    /// <summary>Ends the connection in the middle of a body.</summary>
    Cut,

    /// <summary>Says that a body is longer than it is.</summary>
    LongLength,

    /// <summary>Says that a body is shorter than it is.</summary>
    ShortLength,

    /// <summary>Has no space: answers 507 to who sends.</summary>
    Full,

    /// <summary>Answers what is no HTTP.</summary>
    Garbage,
}

/// <summary>An HTTP server on raw sockets that keeps what it is sent in memory, and can misbehave in ways that servers of libraries don't let one. Listens on this machine until disposed.</summary>
public sealed class DepotServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly X509Certificate2? _certificate;
    private volatile bool _ended;

    /// <param name="tls">With a certificate that nobody knows.</param>
    public DepotServer(bool tls = false)
    {
        _certificate = tls ? SelfSigned() : null;
        _listener.Start();
        _ = Task.Run(Accept);
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/depot");

    public ConcurrentDictionary<string, byte[]> Content { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests in their order: method, path, and the header Authorization or an empty text.</summary>
    public ConcurrentQueue<(string Method, string Path, string Authorization)> Requests { get; } = new();

    public ServerFault Fault { get; set; }

    /// <summary>Where all requests are sent on to; null: nowhere.</summary>
    public string? RedirectsTo { get; set; }

    /// <summary>How many connections there have been.</summary>
    public int Connections { get; private set; }

    /// <summary>The names below <c>ac/</c> or <c>cas/</c>.</summary>
    public IReadOnlyList<string> Names(string folder) => [.. Content.Keys.Where(k => k.StartsWith($"/depot/{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        _ended = true;
        _listener.Stop();
        foreach (var client in _clients.Keys)
            client.Dispose();
        _certificate?.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task Accept()
    {
        while (!_ended)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            Connections++;
            _clients[client] = true;
            _ = Task.Run(() => Serve(client));
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }
            var input = new Input(stream);
            while (await Answer(input, stream))
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Security.Authentication.AuthenticationException or SocketException)
        {
            // The client went away, as it may.
        }
        finally
        {
            client.Dispose();
            _clients.TryRemove(client, out _);
        }
    }

    private async Task<bool> Answer(Input input, Stream output)
    {
        if (await input.Line() is not { Length: > 0 } first)
            return false;
        var (method, path) = (first.Split(' ')[0], first.Split(' ')[1]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await input.Line() is { Length: > 0 } header)
            headers[header.Split(':', 2)[0]] = header.Split(':', 2)[1].Trim();
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await input.Fill(body);
        Requests.Enqueue((method, path, headers.GetValueOrDefault("Authorization", "")));
        switch (Fault)
        {
            case ServerFault.Broken:
                return await Head(output, 500, 0);
            case ServerFault.Silent:
                await Task.Delay(TimeSpan.FromMinutes(1));
                return false;
            case ServerFault.Garbage:
                await output.WriteAsync("what?\r\n\r\n"u8.ToArray());
                return false;
        }
        if (RedirectsTo is { } target)
            return await Head(output, 307, 0, $"Location: {target}{path["/depot".Length..]}\r\n");
        if (method == "PUT")
        {
            if (Fault == ServerFault.Full)
                return await Head(output, 507, 0);
            Content[path] = body;
            return await Head(output, 201, 0);
        }
        if (!Content.TryGetValue(path, out var content))
            return await Head(output, 404, 0);
        if (method == "HEAD")
            return await Head(output, 200, content.Length);
        await Head(output, 200, content.Length + (Fault switch { ServerFault.LongLength => 100, ServerFault.ShortLength => -content.Length / 2, _ => 0 }));
        switch (Fault)
        {
            case ServerFault.Slow:
                foreach (var one in content)
                {
                    await output.WriteAsync(new[] { one });
                    await Task.Delay(1000);
                }
                return true;
            case ServerFault.Cut:
                await output.WriteAsync(content.AsMemory(0, content.Length / 2));
                return false;
            case ServerFault.LongLength:
                await output.WriteAsync(content);
                return false;
            default:
                await output.WriteAsync(content);
                return true;
        }
    }

    private static async Task<bool> Head(Stream output, int status, int length, string more = "")
    {
        await output.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{more}\r\n")));
        return true;
    }

    // Hundreds of connections wait for their next request; none of them may hold a thread.
    private sealed class Input(Stream stream)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _at;
        private int _end;

        /// <summary>Null at the end.</summary>
        public async Task<string?> Line()
        {
            var line = new StringBuilder();
            while (await More())
            {
                var b = _buffer[_at++];
                if (b == '\n')
                    return line.ToString().TrimEnd('\r');
                line.Append((char)b);
            }
            return null;
        }

        public async Task Fill(byte[] content)
        {
            for (var filled = 0; filled < content.Length;)
            {
                if (!await More())
                    throw new EndOfStreamException();
                var piece = Math.Min(content.Length - filled, _end - _at);
                Array.Copy(_buffer, _at, content, filled, piece);
                (filled, _at) = (filled + piece, _at + piece);
            }
        }

        private async ValueTask<bool> More()
        {
            if (_at == _end)
                (_at, _end) = (0, await stream.ReadAsync(_buffer));
            return _at < _end;
        }
    }
}
