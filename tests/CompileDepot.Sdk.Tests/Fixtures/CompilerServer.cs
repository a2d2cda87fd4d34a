namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// A compiler server of this run's own: a compile of a small project takes 2.2 s without and 0.9 s with it, and the oracle compiles at each step.
/// Scenarios of languages, commands, faults and audits compile without (see <see cref="BuildStep.UsesServer"/>), the oracle wherever it may not (see <see cref="TestTree.MayUseServer"/>), and
/// <c>COMPILEDEPOT_TEST_SERVER=off</c> takes it from all.
/// </summary>
public static class CompilerServer
{
    /// <summary>Names the server: nobody else talks to it, and its process is known by it.</summary>
    private static readonly string Pipe = "cd-e2e-" + Guid.NewGuid().ToString("N");

    public static readonly bool IsOff = Environment.GetEnvironmentVariable("COMPILEDEPOT_TEST_SERVER") == "off";

    public static IEnumerable<string> Arguments(BuildStep step, TestTree tree, bool isPlain)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(tree);
        if (step.Arguments.Any(argument => argument.Contains("SharedCompilation", StringComparison.Ordinal)))
            return [];
        // A server that a traced, caged or killed build starts would be traced, caged or killed.
        // A warning that MSBuild raises to an error ends the compile task where there is no server, and only there.
        var raises = step.Arguments.Any(argument => argument.Contains("warn", StringComparison.OrdinalIgnoreCase) && argument.Contains("error", StringComparison.OrdinalIgnoreCase));
        var uses = !IsOff && (isPlain ? tree.MayUseServer && (step.UsesServer || !raises) : step.UsesServer && step.Prefix.Count == 0 && step.KillAfter is null);
        return uses ? ["-p:UseSharedCompilation=true", $"-p:SharedCompilationId={Pipe}"] : [];
    }

    public static void End() => End(Pipe);

    /// <summary>Ends the servers of a pipe by their ids.</summary>
    public static void End(string pipe) => OwnProcesses.End(OwnProcesses.Find($"-pipename:{pipe}"));
}
