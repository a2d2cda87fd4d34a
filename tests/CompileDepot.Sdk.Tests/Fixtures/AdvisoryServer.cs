using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A package source that has no packages, and a list of known vulnerabilities. Listens on this machine until disposed.</summary>
public sealed class AdvisoryServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _address = $"http://localhost:{FreePort()}/";

    public AdvisoryServer()
    {
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public string Source => _address + "index.json";

    /// <summary>JSON: what is known, by package id in lower case.</summary>
    public string Known { get; set; } = "{}";

    public static string Advisory(string version) => $$"""[ { "url": "https://example.com/advisory", "severity": 2, "versions": "[{{version}}, {{version}}]" } ]""";

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var answer = Answer(context.Request.Url!.AbsolutePath);
            context.Response.StatusCode = answer is null ? 404 : 200;
            context.Response.ContentType = "application/json";
            context.Response.Close(Encoding.UTF8.GetBytes(answer ?? ""), willBlock: true);
        }
    }

    private string? Answer(string path) => path switch
    {
        "/index.json" => $$"""
            { "version": "3.0.0", "resources": [
              { "@id": "{{_address}}flat/", "@type": "PackageBaseAddress/3.0.0" },
              { "@id": "{{_address}}advisories.json", "@type": "VulnerabilityInfo/6.7.0" } ] }
            """,
        "/advisories.json" => $$"""[ { "@name": "base", "@id": "{{_address}}base.json", "@updated": "2026-01-01T00:00:00Z" } ]""",
        "/base.json" => Known,
        _ => null,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
