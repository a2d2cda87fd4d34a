using System.Net;
using System.Net.Sockets;
using CompileDepot.Cli.Doctor;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Doctor;

[TestClass]
public sealed class RemoteCheckTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_SaysWhetherEachRemoteAnswers()
    {
        var share = Directory.CreateDirectory(_sample.Beside("share")).FullName;
        var cli = new CliRunner(_sample.Root, _sample.Folder) { Variables = { ["CompileDepotRemote"] = $"file://{share} write; file://{_sample.Beside("nowhere")}; http://127.0.0.1:{FreePort()}/depot" } };
        var findings = cli.Run("doctor", "--json").Json(ExitCode.FoundWrong).GetProperty("findings").EnumerateArray()
            .Select(f => (About: f.GetProperty("about").GetString()!, Verdict: f.GetProperty("verdict").GetString(), What: f.GetProperty("what").GetString()!)).ToList();
        var good = findings.Single(f => f.About == share);
        Assert.AreEqual("Good", good.Verdict);
        StringAssert.EndsWith(good.What, "; read and written");
        Assert.AreEqual(("Wrong", "it does not answer as it should: the folder is not there"), findings.Where(f => f.About == _sample.Beside("nowhere")).Select(f => (f.Verdict, f.What)).Single());
        Assert.AreEqual("Wrong", findings.Single(f => f.About.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)).Verdict);
        Assert.IsEmpty(Directory.GetFileSystemEntries(share), "nothing is written");
    }

    [TestMethod]
    public void Run_SaysWhatIsWrongWithTheSetting()
    {
        var cli = new CliRunner(_sample.Root, _sample.Folder) { Variables = { ["CompileDepotRemote"] = "ftp://depot.example" } };
        cli.Run("doctor").Check(ExitCode.FoundWrong, "'compiledepot help CD0095'", "remote depots");
    }

    [TestMethod]
    public void Judge_TellsSlowAnswersMissingCredentialsAndWhatToDo()
    {
        var remote = RemoteSetting.Parse("https://depot.example/x write auth=TOKEN scope=pr-1").Single();
        Assert.AreEqual("Good answers in 3 ms; read and written, in the scope pr-1", Words(remote, new RemoteProbe(TimeSpan.FromMilliseconds(3), null, "", false)));
        StringAssert.StartsWith(Words(remote, new RemoteProbe(TimeSpan.FromMilliseconds(200), null, "", false)), "Notice an answer takes 200 ms");
        StringAssert.Contains(Words(remote, new RemoteProbe(TimeSpan.FromMilliseconds(3), null, "", true)), "Notice the variable TOKEN is not set here");
        StringAssert.EndsWith(Words(remote, new RemoteProbe(TimeSpan.FromMilliseconds(3), null, "", true)), "Good answers in 3 ms; read, in the scope pr-1");
        foreach (var failure in Enum.GetValues<RemoteFailure>())
            Assert.IsNotEmpty(RemoteCheck.Judge(remote, new RemoteProbe(default, failure, "no", false)).Single().Fix);
    }

    private static string Words(RemoteSetting remote, RemoteProbe probe) => string.Join('\n', RemoteCheck.Judge(remote, probe).Select(f => $"{f.Verdict} {f.What}"));

    // One where nobody listens, most likely.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
