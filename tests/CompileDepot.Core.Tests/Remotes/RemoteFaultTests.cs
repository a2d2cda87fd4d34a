using System.Diagnostics;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Remotes;

/// <summary>Servers that misbehave: every build gives what it gives without them, and loses no more time than the limits say.</summary>
[TestClass]
public sealed class RemoteFaultTests
{
    private const int Actions = 8;

    // What the limits allow to reading (before and after the last strike), to the flush, and to a busy machine.
    private static readonly TimeSpan Bound = RemoteBench.Limits.Allowance + (2 * (RemoteBench.Limits.Connect + RemoteBench.Limits.Silence)) + RemoteBench.Limits.FlushSilence + RemoteBench.Limits.FlushSilence + TimeSpan.FromSeconds(8);

    [TestMethod]
    [DataRow(ServerFault.Broken)]
    [DataRow(ServerFault.Silent)]
    [DataRow(ServerFault.Slow)]
    [DataRow(ServerFault.Cut)]
    [DataRow(ServerFault.LongLength)]
    [DataRow(ServerFault.ShortLength)]
    [DataRow(ServerFault.Full)]
    [DataRow(ServerFault.Garbage)]
    public void Build_IsRightAndInTime_WhateverTheServerDoes(ServerFault fault)
    {
        using var server = new DepotServer();
        using (var first = new RemoteBench(server.Address + " write"))
        {
            for (var i = 0; i < Actions; i++)
                first.Build($"facts {i}");
            first.End();
        }
        var filled = server.Content.ToDictionary();
        server.Fault = fault;
        var start = Stopwatch.GetTimestamp();
        using (var bench = new RemoteBench(server.Address + " write", limits: RemoteBench.Limits))
        {
            for (var i = 0; i < Actions; i++)
                Assert.AreEqual(fault == ServerFault.Full, bench.Build($"facts {i}"), $"{fault} {i}");
            for (var i = 0; i < Actions; i++)
                bench.Build($"new facts {i}");
            bench.End();
            Assert.IsLessThan(Bound, Stopwatch.GetElapsedTime(start), fault.ToString());
            // A short length is not seen before the bytes are: those are refused, one by one, and cost nothing.
            if (fault == ServerFault.ShortLength)
                Assert.IsGreaterThan(0, bench.Remotes.Report.Refused.Values.Sum());
            else
                Assert.ContainsSingle(n => n.StartsWith("CD0098", StringComparison.Ordinal), bench.Notes.Take(1), string.Join('\n', bench.Notes));
        }
        server.Fault = ServerFault.None;
        // Who was given half of an entry takes it for damaged, and writes it again.
        foreach (var (name, content) in filled.Where(f => fault != ServerFault.ShortLength || f.Key.Contains("/cas/", StringComparison.Ordinal)))
            CollectionAssert.AreEqual(content, server.Content[name], "what is there was damaged");
        using var after = new RemoteBench(server.Address);
        for (var i = 0; i < Actions; i++)
            Assert.IsTrue(after.Build($"facts {i}"));
    }

    [TestMethod]
    public void Build_IsRightAndInTime_WhereNobodyListens()
    {
        string address;
        using (var server = new DepotServer())
            address = server.Address;
        var start = Stopwatch.GetTimestamp();
        using var bench = new RemoteBench(address + " write", limits: RemoteBench.Limits);

        for (var i = 0; i < Actions; i++)
            Assert.IsFalse(bench.Build($"facts {i}"));
        bench.End();

        Assert.IsLessThan(Bound, Stopwatch.GetElapsedTime(start));
        Assert.ContainsSingle(bench.Notes, string.Join('\n', bench.Notes));
        Assert.AreEqual(RemoteBench.Limits.Strikes, bench.Remotes.Report.Failures);
    }

    [TestMethod]
    public void Build_DoesNotTalk_ToAServerThatIsNotWhoItShouldBe()
    {
        using var server = new DepotServer(tls: true);
        using var bench = new RemoteBench(server.Address + " write", limits: RemoteBench.Limits);

        Assert.IsFalse(bench.Build("facts"));
        Assert.IsFalse(bench.Build("other facts"));
        bench.End();

        Assert.IsEmpty(server.Requests);
        Assert.ContainsSingle(bench.Notes, string.Join('\n', bench.Notes));
        Assert.StartsWith("CD0098", bench.Notes[0]);
    }

    [TestMethod]
    public void Redirect_IsFollowed_WithoutTheCredentials()
    {
        Environment.SetEnvironmentVariable("COMPILEDEPOT_TEST_REDIRECT", "Bearer geheim");
        using var front = new DepotServer();
        using var behind = new DepotServer();
        front.RedirectsTo = behind.Address;
        using (var first = new RemoteBench(front.Address + " write auth=COMPILEDEPOT_TEST_REDIRECT"))
        {
            Assert.IsFalse(first.Build("facts"));
            first.End();
        }
        using var second = new RemoteBench(front.Address + " auth=COMPILEDEPOT_TEST_REDIRECT");

        Assert.IsTrue(second.Build("facts"));

        Assert.IsNotEmpty(front.Requests);
        Assert.IsTrue(front.Requests.All(r => r.Authorization == "Bearer geheim"));
        Assert.IsNotEmpty(behind.Requests);
        Assert.IsTrue(behind.Requests.All(r => r.Authorization.Length == 0), "the credentials went to another host");
        Assert.DoesNotContain("geheim", string.Join('\n', second.Remotes.TakeNotes()));
    }

    [TestMethod]
    public void Remote_IsNotAskedAnyMore_WhenItIsSlowerThanTheWorkThatItSaves()
    {
        using var server = new DepotServer();
        using (var first = new RemoteBench(server.Address + " write"))
        {
            first.Build("facts");
            first.End();
        }
        // Longer than what there is to lose: the step took a second.
        server.Fault = ServerFault.Slow;
        var patient = RemoteBench.Limits with { Silence = TimeSpan.FromMinutes(1), MinimumRate = 1, Allowance = TimeSpan.FromSeconds(2) };
        var start = Stopwatch.GetTimestamp();
        using var bench = new RemoteBench(server.Address, limits: patient);

        // The envelope alone would take minutes.
        Assert.IsFalse(bench.Build("facts"));

        Assert.IsLessThan(TimeSpan.FromSeconds(20), Stopwatch.GetElapsedTime(start));
        bench.End();
        Assert.ContainsSingle(n => n.StartsWith("CD0098", StringComparison.Ordinal), bench.Notes);
    }
}
