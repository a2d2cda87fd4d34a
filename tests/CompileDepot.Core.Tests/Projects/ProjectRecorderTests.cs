using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Trust;

namespace CompileDepot.Core.Tests.Projects;

/// <summary>What of a build is taken for known.</summary>
[TestClass]
public sealed class ProjectRecorderTests : IDisposable
{
    private readonly PoisonBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>On Windows it has the extension of what compilers make.</summary>
    [TestMethod]
    public void Record_TakesTheAppHost_WhateverItIsCalled()
    {
        var (host, copy) = (Write("obj/apphost.exe"), Write("bin/App.exe"));
        foreach (var path in new[] { host, copy })
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddYears(50));
        var (project, reason) = Record(Outcome(host, copy) with { AppHost = host, Sources = [host] });
        Assert.IsNull(reason);
        Assert.AreEqual("Content {root}/obj/apphost.exe, Copy {root}/bin/App.exe", string.Join(", ", project!.Entry.Files.Select(f => $"{f.Kind} {f.Path}")));
        Assert.AreEqual(new Reason(UncacheableReason.OriginUnknown, host), Record(Outcome(host, copy) with { Sources = [host] }).Reason);
    }

    [TestMethod]
    public void Record_Refuses_WhenAFileMayBeOfAnotherBuild()
    {
        var (first, second) = (Write("bin/App.deps.json"), Write("bin/App.runtimeconfig.json"));
        Assert.IsNull(Record(Outcome(first, second)).Reason);
        Assert.AreEqual(new Reason(UncacheableReason.OriginUnknown, second), Record(Outcome(first, second) with { IsKnown = (path, _) => path != second }).Reason);
    }

    private string Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bench[path])!);
        File.WriteAllText(_bench[path], "made");
        return _bench[path];
    }

    private static ProjectOutcome Outcome(params string[] files) => new(files, [], new Dictionary<string, string>(), new Dictionary<string, string>(), [], [], TimeSpan.Zero);

    private (RecordedProject? Project, Reason? Reason) Record(ProjectOutcome outcome)
    {
        var digester = new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), _bench.Root);
        var template = new ProjectEntry(new TreeHash(Digest256.Of("tree"u8)), "{root}/p.csproj", "net10.0", "Debug", _bench.Root, "", null, DateTimeOffset.UtcNow, default, [], [], []);
        return new ProjectRecorder(_bench.Stack, _bench.Here, digester).Record(template, outcome);
    }
}
