namespace CompileDepot.Core.Remotes;

/// <summary>What a remote may cost. The defaults are for servers in the same data centre or across a continent, where an answer takes 1 to 150 ms.</summary>
public sealed record RemoteLimits
{
    /// <summary>Until a connection stands, TLS aside. Two retries of a lost SYN are 3 s; a server that far is slower than compiling.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Until the first byte of an answer, and between two pieces of a transfer.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes a second that a transfer makes on the average, once <see cref="Silence"/> is over. Below it most outputs (10 to 500 kB) take longer than their compile.</summary>
    public long MinimumRate { get; init; } = 32 * 1024;

    /// <summary>Transfers at a time. More than a browser's six gain nothing on one connection of HTTP/2, and little on HTTP/1.1.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Failures in one build, after which a remote is left alone.</summary>
    public int Strikes { get; init; } = 3;

    /// <summary>What a remote may lose in one process and build: the time of misses, of failures, and of hits that took longer than the step; less what hits saved.</summary>
    public TimeSpan Allowance { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the end of a build waits for uploads.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same where nothing more gets through.</summary>
    public TimeSpan FlushSilence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Threads that upload: few, since the compilers need the processors.</summary>
    public int Uploaders { get; init; } = 3;

    /// <summary>Bytes of an envelope, coded and decoded. An entry with ten thousand warnings has 3 MB.</summary>
    public long Envelope { get; init; } = 64 << 20;

    /// <summary>Bytes of a blob. The largest assemblies have some 100 MB; .NET arrays end at 2 GB.</summary>
    public long Blob { get; init; } = 1L << 30;
}
