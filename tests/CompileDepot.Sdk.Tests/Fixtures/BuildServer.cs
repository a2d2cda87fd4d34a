namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// MSBuild servers of this run's own, one for each <see cref="TestPlace"/>: a build of a small project takes 1.6 s of a processor without and 0.9 s with one. What is the same in each build of a
/// place, MSBuild's own code and ours, is compiled once; and state that our tasks keep in a process meets the next build, as it does in the nodes of a developer's machine.
/// Steps that are traced, caged, killed or parallel, and those of trees with tasks of their own, have a process of their own; <c>COMPILEDEPOT_TEST_SERVER=off</c> takes it from all.
/// </summary>
public static class BuildServer
{
    private static readonly string Run = "cd-e2e-" + Guid.NewGuid().ToString("N");

    public static IEnumerable<KeyValuePair<string, string?>> Environment(BuildStep step, TestTree tree)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(tree);
        return Has(step, tree) ? Environment(tree) : [];
    }

    /// <summary>
    /// The exit code of a build. The client of a server can lose what the server says last, and says 1 then, whatever the build was
    /// (https://github.com/dotnet/msbuild/issues/14172). The build's own log knows better.
    /// </summary>
    public static int ExitCode(BuildStep step, TestTree tree, int said, Binlog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return said == 1 && log.HasSucceeded && Has(step, tree) ? 0 : said;
    }

    public static void End() => OwnProcesses.End(OwnProcesses.Find("nodemode:8", $"{KeptNodes.Salt}={Run}"));

    // A server that a traced or killed build starts would be traced or killed, and what it loaded for one test it would give to another.
    private static bool Has(BuildStep step, TestTree tree) =>
        step is { Command: "build" or "msbuild" or "publish" or "pack", Nodes: 1, Prefix.Count: 0, KillAfter: null } && tree.MayUseBuildServer && !CompilerServer.IsOff;

    private static IEnumerable<KeyValuePair<string, string?>> Environment(TestTree tree)
    {
        yield return new("DOTNET_CLI_USE_MSBUILD_SERVER", "1");
        yield return new("MSBUILDDISABLENODEREUSE", null);
        yield return new(KeptNodes.Salt, $"{Run}-{TestPlace.NameOf(tree.Root)}");
        // It remembers what project files said, by their times: trees change places here, and edits follow each other at once.
        yield return new("MSBUILDCACHECHECKFILECONTENT", "1");
    }
}
