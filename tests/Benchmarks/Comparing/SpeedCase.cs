namespace CompileDepot.Benchmarks.Comparing;

/// <summary>The builds that are timed, in the order in which a round makes them: each finds what those before it left.</summary>
internal enum SpeedCase
{
    Cold,
    WarmSamePath,
    WarmOtherPath,
    EmptyCommit,
    CommentIncremental,
    CommentClean,
    BodyIncremental,
    BodyClean,
}

internal static class SpeedCases
{
    public static string Title(this SpeedCase speed) => speed switch
    {
        SpeedCase.Cold => "cold: clean tree, empty caches",
        SpeedCase.WarmSamePath => "clean tree, nothing changed",
        SpeedCase.WarmOtherPath => "clean tree at another path, nothing changed",
        SpeedCase.EmptyCommit => "clean tree, an empty commit later",
        SpeedCase.CommentIncremental => "built tree, a comment edited deep in the graph",
        SpeedCase.CommentClean => "clean tree, a comment edited deep in the graph",
        SpeedCase.BodyIncremental => "built tree, a method body edited deep in the graph",
        SpeedCase.BodyClean => "clean tree, a method body edited deep in the graph",
        _ => throw new ArgumentOutOfRangeException(nameof(speed)),
    };

    public static bool IsClean(this SpeedCase speed) => speed is not (SpeedCase.CommentIncremental or SpeedCase.BodyIncremental);
}
