using CompileDepot.Core.Depots;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Remotes;

/// <summary>One machine in one build: a checkout, an empty depot of its own, and remote depots.</summary>
internal sealed class RemoteBench : IDisposable
{
    /// <summary>So short that a test of a fault ends soon, and so long that a good server on a busy machine is fast enough.</summary>
    public static readonly RemoteLimits Limits = new() { Connect = TimeSpan.FromSeconds(2), Silence = TimeSpan.FromSeconds(1), Allowance = TimeSpan.FromSeconds(4), Flush = TimeSpan.FromSeconds(30), FlushSilence = TimeSpan.FromSeconds(2) };

    /// <param name="setting">As users write it.</param>
    public RemoteBench(string setting, bool mayWrite = true, RemoteLimits? limits = null, Func<byte[], string?>? distrust = null)
    {
        // A busy machine of CI must not count as a slow server where no fault is meant.
        Remotes = new RemoteDepots(RemoteSetting.Parse(setting), mayWrite, limits ?? new RemoteLimits()) { Distrust = distrust };
        Cache = new CacheBench { Remote = Remotes };
    }

    public RemoteDepots Remotes { get; }

    public CacheBench Cache { get; }

    public Depot Depot => new(Cache.DepotFolder);

    public List<string> Notes { get; } = [];

    /// <summary>Restores, or compiles what <paramref name="text"/> says, and sends it.</summary>
    /// <returns>Whether it was restored.</returns>
    public bool Build(string facts, string? text = null)
    {
        Cache.Facts = facts;
        Cache.Clean();
        var cache = Cache.Cache();
        var isHit = cache.TryRestore(out _) is not null;
        if (!isHit)
            Assert.IsNull(Cache.Compile(cache, ("obj/a.dll", text ?? "assembly of " + facts), ("obj/a.pdb", "symbols of " + facts), ("obj/gen/g.cs", "the same everywhere")));
        Assert.AreEqual(text ?? "assembly of " + facts, Cache.Read("obj/a.dll"));
        Assert.AreEqual("symbols of " + facts, Cache.Read("obj/a.pdb"));
        Assert.AreEqual("the same everywhere", Cache.Read("obj/gen/g.cs"));
        return isHit;
    }

    /// <summary>The end of the build.</summary>
    public void End()
    {
        Remotes.Dispose();
        Notes.AddRange(Remotes.TakeNotes());
    }

    public void Dispose()
    {
        Remotes.Dispose();
        Cache.Dispose();
    }
}
