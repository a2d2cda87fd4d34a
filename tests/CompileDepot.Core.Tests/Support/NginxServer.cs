using System.Globalization;

namespace CompileDepot.Core.Tests.Support;

/// <summary>nginx with the configuration that the documentation shows, word for word but for address and places.</summary>
public sealed class NginxServer : IDisposable
{
    /// <summary>The value of the header that lets one write everywhere but in scopes of pull requests.</summary>
    public const string Writer = "Basic d3JpdGVyOm9uZQ==";

    /// <summary>The value of the header that lets one write in scopes of pull requests alone.</summary>
    public const string Fork = "Basic Zm9yazp0d28=";

    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-nginx-").FullName;
    private readonly ServerProcess _process;

    private NginxServer(string configuration)
    {
        var port = ServerProcess.FreePort();
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        Directory.CreateDirectory(Content);
        File.WriteAllText(Path.Combine(_folder, "writers"), "writer:{PLAIN}one\n");
        File.WriteAllText(Path.Combine(_folder, "scopes"), "fork:{PLAIN}two\n");
        foreach (var (from, to) in new[]
        {
            ("127.0.0.1:8080", Address["http://".Length..]),
            ("/srv/compiledepot", Content),
            ("/etc/nginx/compiledepot.writers", Path.Combine(_folder, "writers")),
            ("/etc/nginx/compiledepot.scopes", Path.Combine(_folder, "scopes")),
        })
        {
            Assert.Contains(from, configuration);
            configuration = configuration.Replace(from, to, StringComparison.Ordinal);
        }
        File.WriteAllText(Path.Combine(_folder, "depot.conf"), configuration);
        File.WriteAllText(Path.Combine(_folder, "nginx.conf"), $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{_folder}}/nginx.pid;
            error_log stderr;
            worker_processes 2;
            events { }
            http {
                proxy_temp_path {{_folder}}/proxy;
                fastcgi_temp_path {{_folder}}/fastcgi;
                uwsgi_temp_path {{_folder}}/uwsgi;
                scgi_temp_path {{_folder}}/scgi;
                include {{_folder}}/depot.conf;
            }
            """);
        _process = ServerProcess.Start(port, _folder, "nginx", "-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", "stderr");
    }

    public string Address { get; }

    /// <summary>Where nginx keeps what it is sent.</summary>
    public string Content => Path.Combine(_folder, "content");

    /// <summary>The test is inconclusive where there is no nginx.</summary>
    /// <param name="configuration">Text of <c>eng/nginx/compiledepot.conf</c>.</param>
    public static NginxServer Start(string configuration)
    {
        if (!ServerProcess.TryRun(Path.GetTempPath(), TimeSpan.FromSeconds(30), "nginx", "-v"))
            Assert.Inconclusive("Not on this machine: nginx");
        return new NginxServer(configuration);
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
