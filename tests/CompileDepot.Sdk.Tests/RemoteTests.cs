using System.Diagnostics;
using System.IO.Compression;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Builds with a remote depot. Every build is compared with the plain one at the same path.</summary>
[TestClass]
public sealed class RemoteTests : ScenarioTest
{
    private const string Variable = "DEPOT_AUTHORIZATION";

    // The bounds of the documentation: what a remote may lose, what ends a look-up, and the silence that ends the flush; and as much again, for a busy machine.
    private static readonly TimeSpan Bound = 2 * TimeSpan.FromSeconds(10 + 2 + 5 + 10);

    [TestMethod]
    [DataRow(true, "")]
    [DataRow(false, "-graph")]
    public void Build_RestoresEverything_FromNginx_WhenAnotherCheckoutFilledIt(bool keepsNodes, string how)
    {
        NeedsSdk();
        using var nginx = NginxServer.Start(File.ReadAllText(Path.Combine(Fixtures.TestRun.RepositoryFolder(), "eng/nginx/compiledepot.conf")));
        using var nodes = new KeptNodes();
        var (first, second) = (NewWorkspace(name: "a"), NewWorkspace(name: "a longer name"));
        Samples.Chain(first.Tree);
        Samples.Chain(second.Tree);
        // Two nodes: each sends what it has compiled, and ends its part of the build when that is done.
        var fill = new BuildStep { Nodes = 2, UsesServer = false }.WithEnvironment("CompileDepotRemote", nginx.Address + " write auth=" + Variable).WithEnvironment(Variable, NginxServer.Writer);
        var filled = first.Build(3, 0, keepsNodes ? nodes.Keep(fill) : fill);
        AssertHoldsNoSecret(filled);

        var read = new BuildStep { UsesServer = false }.WithEnvironment("CompileDepotRemote", nginx.Address);
        AssertWhole(3, second.Build(0, 3, how.Length > 0 ? read.With(how) : read));
        // From now on all is here.
        AssertWhole(3, second.Build(0, 3, new BuildStep { UsesServer = false }));
    }

    [TestMethod]
    [DataRow(ServerFault.Silent)]
    [DataRow(ServerFault.Cut)]
    public void Build_IsThePlainOne_AndInTime_WhateverTheServerDoes(ServerFault fault)
    {
        NeedsSdk();
        using var server = new DepotServer();
        var workspace = OneLibrary(out var library);
        var step = new BuildStep { UsesServer = false }.WithEnvironment("CompileDepotRemote", server.Address + " write");
        workspace.Build(1, 0, step);
        Assert.IsNotEmpty(server.Names("ac"));
        Directory.Delete(workspace.DepotPath, recursive: true);
        var without = Time(() => workspace.Cached(step.WithEnvironment("CompileDepotRemote", null)));
        Directory.Delete(workspace.DepotPath, recursive: true);
        server.Fault = fault;

        var elapsed = Time(() => workspace.Cached(step));

        Assert.IsLessThan((2 * without) + Bound, elapsed);
        library.Edit("Lib.cs", "Hello", "Good day");
        workspace.Build(1, 0, step);
        workspace.Build(0, 1, step);
    }

    [TestMethod]
    public void Build_Fails_WhereTheSettingMeansNothing()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);

        var outcome = workspace.Cached(new BuildStep().WithEnvironment("CompileDepotRemote", "https://me:geheim@depot.example/team"));

        Assert.AreNotEqual(0, outcome.ExitCode);
        Assert.IsTrue(outcome.Has("CD0095"), outcome.Output);
        Assert.DoesNotContain("geheim", outcome.Output);
    }

    private static TimeSpan Time(Func<BuildOutcome> build)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.AreEqual(0, build().ExitCode);
        return Stopwatch.GetElapsedTime(start);
    }

    private static void AssertHoldsNoSecret(BuildOutcome outcome)
    {
        using var log = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(outcome.BinlogPath), CompressionMode.Decompress))
            file.CopyTo(log);
        Assert.DoesNotContain(NginxServer.Writer["Basic ".Length..], System.Text.Encoding.Latin1.GetString(log.ToArray()));
        Assert.DoesNotContain(NginxServer.Writer["Basic ".Length..], outcome.Output);
    }
}
