namespace CompileDepot.Cli.Doctor;

/// <summary>How a check ended. Ordered by weight.</summary>
internal enum Verdict
{
    Good,

    /// <summary>It could not be checked.</summary>
    Unchecked,

    /// <summary>Worth knowing: results are right, though there are fewer hits, or they take longer, than there could be.</summary>
    Notice,

    /// <summary>Caching does not work here, or not for some projects.</summary>
    Wrong,
}

/// <summary>What one check found.</summary>
/// <param name="About">What was looked at: <c>SDK</c>, a depot's folder, <c>projects</c>.</param>
/// <param name="What">One sentence, without the final full stop.</param>
/// <param name="Fix">What to do, in one sentence; empty where nothing has to be done.</param>
internal sealed record Finding(Verdict Verdict, string About, string What, string Fix = "")
{
    /// <summary>What it is true of, where that is a list: projects, files.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    public static Finding Good(string about, string what) => new(Verdict.Good, about, what);
}
