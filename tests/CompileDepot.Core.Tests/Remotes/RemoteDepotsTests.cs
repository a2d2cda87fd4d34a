using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Remotes;

[TestClass]
public sealed class RemoteDepotsTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Build_Restores_WhatAnotherMachineSent(bool http)
    {
        using var server = new DepotServer();
        using var share = new TempFolder();
        var address = http ? server.Address : "file://" + share.Path;
        using var first = new RemoteBench(address + " write");
        for (var i = 0; i < 5; i++)
            Assert.IsFalse(first.Build($"facts {i}"));
        first.End();
        Assert.IsEmpty(first.Notes);
        Assert.AreEqual(5, first.Remotes.Report.Stored);
        Assert.AreEqual(0, first.Remotes.Report.NotStored);

        using var second = new RemoteBench(address);
        for (var i = 0; i < 5; i++)
            Assert.IsTrue(second.Build($"facts {i}"));
        Assert.AreEqual(5, second.Remotes.Report.Hits);
        Assert.IsFalse(second.Build("facts that nobody has"));
        Assert.AreEqual(1, second.Remotes.Report.Misses);
        // Byte for byte what the first has: a signature would hold here, too.
        foreach (var path in Directory.EnumerateFiles(first.Depot.Layout.Entries, "*.json", SearchOption.AllDirectories))
            CollectionAssert.AreEqual(File.ReadAllBytes(path), File.ReadAllBytes(path.Replace(first.Cache.DepotFolder, second.Cache.DepotFolder, StringComparison.Ordinal)));
        // And from now on without the remote.
        second.Cache.Remote = null;
        Assert.IsTrue(second.Build("facts 3"));
    }

    [TestMethod]
    public void Blobs_StandUnderTheDigestOfTheirBytes_AndAreSentOnce()
    {
        using var server = new DepotServer();
        using var bench = new RemoteBench(server.Address + " write");
        bench.Build("facts 1");
        bench.Build("facts 2");
        bench.End();

        foreach (var name in server.Names("cas"))
            Assert.AreEqual(name.Split('/')[^1], ContentDigest.Of(server.Content[name]).ToString());
        // Key text, assembly and PDB of each, and the source that is the same.
        Assert.HasCount(7, server.Names("cas"));
        Assert.HasCount(2, server.Names("ac"));
        var puts = server.Requests.Where(r => r.Method == "PUT").Select(r => r.Path).ToList();
        CollectionAssert.AllItemsAreUnique(puts);
        Assert.IsLessThanOrEqualTo(new RemoteLimits().Parallel + new RemoteLimits().Uploaders, server.Connections, "connections are not used again");
    }

    [TestMethod]
    public void Miss_IsAskedForOnce_InABuild()
    {
        using var server = new DepotServer();
        using var bench = new RemoteBench(server.Address);
        bench.Cache.Remote!.Fetch(bench.Depot, [bench.Cache.Action.Key]);
        bench.Cache.Remote.Fetch(bench.Depot, [bench.Cache.Action.Key]);

        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    [DataRow(" ", true)]
    [DataRow(" read", true)]
    [DataRow(" write", false)]
    [DataRow(" write auth=COMPILEDEPOT_TEST_UNSET", true)]
    public void Nothing_IsSent_WhereTheSettingOrTheModeOrTheCredentialsDoNotLet(string policy, bool mayWrite)
    {
        using var server = new DepotServer();
        using var bench = new RemoteBench(server.Address + policy, mayWrite);

        bench.Build("facts");
        bench.End();

        Assert.IsEmpty(server.Content);
        Assert.IsTrue(server.Requests.All(r => r is ("GET", _, "")));
    }

    [TestMethod]
    public void Credentials_GoWithEachRequest_AndIntoNothingElse()
    {
        Environment.SetEnvironmentVariable("COMPILEDEPOT_TEST_TOKEN", "Bearer geheim");
        using var server = new DepotServer();
        using var bench = new RemoteBench(server.Address + " write auth=COMPILEDEPOT_TEST_TOKEN");
        bench.Build("facts");
        server.Fault = ServerFault.Broken;
        for (var i = 0; i < 4; i++)
            bench.Build($"facts {i}");
        bench.End();

        Assert.IsTrue(server.Requests.All(r => r.Authorization == "Bearer geheim"));
        Assert.IsNotEmpty(bench.Notes);
        Assert.DoesNotContain("geheim", string.Join('\n', bench.Notes) + bench.Remotes.Report.Line);
        foreach (var path in Directory.EnumerateFiles(bench.Cache.DepotFolder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("geheim", File.ReadAllText(path));
        Assert.IsTrue(server.Content.Values.All(c => !System.Text.Encoding.Latin1.GetString(c).Contains("geheim", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Netrc_GivesCredentials_WhereNoVariableIsNamed()
    {
        using var folder = new TempFolder();
        Environment.SetEnvironmentVariable("NETRC", folder.Write("netrc", "machine localhost login me password geheim\n"));
        try
        {
            using var server = new DepotServer();
            using var bench = new RemoteBench(server.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            bench.Build("facts");

            Assert.IsTrue(server.Requests.All(r => r.Authorization == "Basic bWU6Z2VoZWlt"));
            Assert.IsNotEmpty(server.Requests);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NETRC", null);
        }
    }

    [TestMethod]
    public void Scope_IsWritten_AndReadBeforeTheRest()
    {
        using var server = new DepotServer();
        using (var main = new RemoteBench(server.Address + " write"))
        {
            main.Build("main");
            main.End();
        }
        var before = server.Content.Keys.ToList();
        using (var fork = new RemoteBench(server.Address + " write scope=pr-1"))
        {
            Assert.IsTrue(fork.Build("main"));
            Assert.IsFalse(fork.Build("fork"));
            fork.End();
            Assert.AreEqual(1, fork.Remotes.Report.Stored);
        }

        Assert.IsTrue(server.Content.Keys.Except(before).All(k => k.StartsWith("/depot/scopes/pr-1/", StringComparison.Ordinal)));
        using var again = new RemoteBench(server.Address + " scope=pr-1");
        Assert.IsTrue(again.Build("fork"));
        Assert.IsTrue(again.Build("main"));
        using var other = new RemoteBench(server.Address);
        Assert.IsFalse(other.Build("fork"));
    }

    [TestMethod]
    public void Remotes_AreAskedInTheirOrder()
    {
        using var near = new DepotServer();
        using var far = new DepotServer();
        using (var first = new RemoteBench(far.Address + " write"))
        {
            first.Build("facts");
            first.End();
        }
        using var bench = new RemoteBench($"{near.Address}; {far.Address}");

        Assert.IsTrue(bench.Build("facts"));

        Assert.IsNotEmpty(near.Requests);
        Assert.AreEqual(0, bench.Remotes.Report.Misses);
    }

    [TestMethod]
    public void OtherResult_OfTheSameKey_IsReportedAndStaysAsItIs()
    {
        using var server = new DepotServer();
        using var first = new RemoteBench(server.Address + " write");
        first.Build("facts", "one result");
        first.End();
        var before = server.Content.ToDictionary();
        // As if it had been compiled before the other was there.
        using var second = new RemoteBench(server.Address + " write");
        second.Cache.Remote = null;
        second.Build("facts", "another result");
        second.Remotes.Publish(second.Depot, second.Cache.Action.Key);
        second.End();

        Assert.ContainsSingle(second.Notes);
        Assert.StartsWith("CD0097", second.Notes[0]);
        Assert.Contains("{root}/obj/a.dll", second.Notes[0]);
        Assert.AreEqual(1, second.Remotes.Report.NotStored);
        CollectionAssert.AreEquivalent(before.Keys.ToList(), server.Content.Keys.ToList());
        foreach (var (name, content) in before)
            CollectionAssert.AreEqual(content, server.Content[name], name);
    }

    [TestMethod]
    public void Projects_TakeSlotAfterSlot_AndComeBackWithAllThatTheyName()
    {
        using var server = new DepotServer();
        var tree = new TreeHash(Digest256.Of("tree"u8));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var bench = new RemoteBench(server.Address + " write");
            var entry = AddProject(bench, tree, $"outcome {i}");
            bench.End();
            Assert.IsEmpty(bench.Notes);
            ids.Add(ProjectEntryFile.IdOf(entry));
        }
        using var again = new RemoteBench(server.Address + " write");
        AddProject(again, tree, "outcome 1");
        again.End();

        Assert.HasCount(3 + 3, server.Names("ac"), "three projects, and a compile of each");
        using var reader = new RemoteBench(server.Address);
        var found = reader.Remotes.FetchProjects(reader.Depot, tree).ToList();
        CollectionAssert.AreEqual(ids, found.Select(f => f.Id).ToList());
        foreach (var (entry, id) in found)
        {
            Assert.IsTrue(reader.Depot.Renew(tree, id));
            Assert.IsTrue(entry.Files.All(f => f.Kind == ProjectFileKind.Copy || reader.Depot.HasBlob(f.Blob, f.Size)));
            var action = reader.Depot.PeekEntry(entry.Actions[0].Key);
            Assert.IsNotNull(action);
            Assert.IsTrue(action.Files.All(f => reader.Depot.HasBlob(f.Blob, f.Size)));
            Assert.IsNotNull(reader.Depot.ReadBlob(new ContentDigest(action.KeyText.Value)));
        }
        // What lies here already has been looked at, and is not given again.
        Assert.IsEmpty(reader.Remotes.FetchProjects(reader.Depot, tree));
    }

    [TestMethod]
    public void TenMachines_ThatFillAndReadOneRemoteAtOnce_LoseNothing()
    {
        const int Machines = 10, Actions = 12;
        using var server = new DepotServer();
        Parallel.For(0, Machines, new ParallelOptions { MaxDegreeOfParallelism = Machines }, machine =>
        {
            using var bench = new RemoteBench(server.Address + " write");
            var order = Enumerable.Range(0, Actions).ToArray();
            new Random(machine).Shuffle(order);
            foreach (var action in order)
                bench.Build($"facts {action}");
            bench.End();
            Assert.IsEmpty(bench.Notes, string.Join('\n', bench.Notes));
            Assert.AreEqual(0, bench.Remotes.Report.NotStored, bench.Remotes.Report.Line);
        });

        Assert.HasCount(Actions, server.Names("ac"));
        using var last = new RemoteBench(server.Address);
        for (var i = 0; i < Actions; i++)
            Assert.IsTrue(last.Build($"facts {i}"));
    }

    [TestMethod]
    public void Flush_GivesUp_AndSaysWhatIsNotSent()
    {
        using var server = new DepotServer();
        using var bench = new RemoteBench(server.Address + " write", limits: new RemoteLimits { Silence = TimeSpan.FromMinutes(1), FlushSilence = TimeSpan.FromSeconds(1) });
        bench.Cache.Remote = null;
        bench.Build("facts");
        server.Fault = ServerFault.Silent;
        bench.Remotes.Publish(bench.Depot, bench.Cache.Action.Key);

        bench.End();

        Assert.ContainsSingle(bench.Notes);
        Assert.Contains("1 entries were not sent", bench.Notes[0]);
        Assert.AreEqual(1, bench.Remotes.Report.NotStored);
    }

    // The outcome of a build: a compile, a file beside it, and a copy of what the compile gave.
    private static ProjectEntry AddProject(RemoteBench bench, TreeHash tree, string outcome)
    {
        bench.Build(outcome);
        var compile = new DepotStack([bench.Cache.DepotFolder]).FindEntries([bench.Cache.Action.Key]).First().Entry;
        var assembly = compile.Files.First(f => f.Role == OutputRole.Assembly);
        var content = System.Text.Encoding.UTF8.GetBytes(outcome);
        var entry = new ProjectEntry(
            tree, "{root}/a.csproj", "net10.0", "Debug", bench.Cache.Root, "", null, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(2),
            [new ProjectAction("Csc", compile.KeyText, compile.Key, [])],
            [
                new ProjectFile(ProjectFileKind.Content, "{root}/bin/a.deps.json", 0, bench.Depot.AddBlob(content), content.Length),
                new ProjectFile(ProjectFileKind.Copy, "{root}/bin/a.dll", 0, assembly.Blob, assembly.Size, "{root}/obj/a.dll"),
            ],
            []);
        bench.Depot.AddBlob("tree"u8, new ContentDigest(tree.Value));
        new DepotStack([bench.Cache.DepotFolder]) { Remote = bench.Remotes }.Add(entry);
        return entry;
    }
}
