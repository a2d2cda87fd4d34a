using CompileDepot.Core.Tests.Docs;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Remotes;

/// <summary>Servers that teams run. A test whose server is not on this machine is skipped, and says so.</summary>
[TestClass]
public sealed class RealServerTests
{
    private const int Actions = 10;

    [TestMethod]
    public void Nginx_ServesTenMachines_ThatFillAndReadAtOnce()
    {
        Environment.SetEnvironmentVariable("COMPILEDEPOT_TEST_WRITER", NginxServer.Writer);
        using var nginx = NginxServer.Start(RepositoryText.Read("eng/nginx/compiledepot.conf"));
        FillAndRead(nginx.Address + " write auth=COMPILEDEPOT_TEST_WRITER", nginx.Address);
    }

    [TestMethod]
    public void Nginx_LetsEachWrite_WhereTheConfigurationSays()
    {
        Environment.SetEnvironmentVariable("COMPILEDEPOT_TEST_WRITER", NginxServer.Writer);
        Environment.SetEnvironmentVariable("COMPILEDEPOT_TEST_FORK", NginxServer.Fork);
        using var nginx = NginxServer.Start(RepositoryText.Read("eng/nginx/compiledepot.conf"));
        Send(nginx.Address + " write auth=COMPILEDEPOT_TEST_WRITER", "main", isLet: true);
        Send(nginx.Address + " write", "nobody", isLet: false);
        Send(nginx.Address + " write auth=COMPILEDEPOT_TEST_FORK", "a fork in the main part", isLet: false);
        Send(nginx.Address + " write auth=COMPILEDEPOT_TEST_FORK scope=pr-7", "a fork", isLet: true);
        Send(nginx.Address + " write auth=COMPILEDEPOT_TEST_FORK scope=main", "a fork in another scope", isLet: false);

        using var main = new RemoteBench(nginx.Address);
        Assert.IsTrue(main.Build("main"));
        Assert.IsFalse(main.Build("a fork"));
        Assert.IsFalse(main.Build("nobody"));
        using var fork = new RemoteBench(nginx.Address + " scope=pr-7");
        Assert.IsTrue(fork.Build("a fork"));
        Assert.IsTrue(fork.Build("main"));
    }

    [TestMethod]
    public void S3_ServesWhatOneMachineSent_ToOthers()
    {
        using var folder = new TempFolder();
        if (!ServerProcess.TryRun(folder.Path, TimeSpan.FromMinutes(3), "npm", "install", "s3rver@3.7.1", "--no-audit", "--no-fund", "--silent"))
            Assert.Inconclusive("Not on this machine: npm, or a registry with s3rver");
        var port = ServerProcess.FreePort();
        using var s3 = ServerProcess.Start(port, folder.Path, "node", "node_modules/s3rver/bin/s3rver.js", "--directory", folder["data"], "--address", "127.0.0.1", "--port", $"{port}", "--configure-bucket", "depot");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "S3RVER");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "S3RVER");
        // One machine after the other: this server shows halves of what it is being sent, which S3 does not.
        FillAndRead($"s3://depot/team?endpoint=http://127.0.0.1:{port} write", $"s3://depot/team?endpoint=http://127.0.0.1:{port}&region=eu-west-1", machines: 1);

        using var nowhere = new RemoteBench($"s3://other/team?endpoint=http://127.0.0.1:{port} write");
        Assert.IsFalse(nowhere.Build("facts"));
        nowhere.End();
        Assert.IsGreaterThan(0, nowhere.Remotes.Report.Failures);
    }

    private static void FillAndRead(string writers, string readers, int machines = 10)
    {
        Parallel.For(0, machines, new ParallelOptions { MaxDegreeOfParallelism = machines }, machine =>
        {
            using var bench = new RemoteBench(writers);
            var order = Enumerable.Range(0, Actions).ToArray();
            new Random(machine).Shuffle(order);
            foreach (var action in order)
                bench.Build($"facts {action}");
            bench.End();
            Assert.IsEmpty(bench.Notes, string.Join('\n', bench.Notes));
            Assert.AreEqual(0, bench.Remotes.Report.NotStored, bench.Remotes.Report.Line);
        });
        using var reader = new RemoteBench(readers);
        for (var i = 0; i < Actions; i++)
            Assert.IsTrue(reader.Build($"facts {i}"), string.Join('\n', reader.Remotes.TakeNotes()));
        Assert.AreEqual(Actions, reader.Remotes.Report.Hits);
    }

    private static void Send(string setting, string facts, bool isLet)
    {
        using var bench = new RemoteBench(setting);
        Assert.IsFalse(bench.Build(facts));
        bench.End();
        Assert.AreEqual(isLet ? 1 : 0, bench.Remotes.Report.Stored, setting);
        Assert.HasCount(isLet ? 0 : 1, bench.Notes, string.Join('\n', bench.Notes));
    }
}
