using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Tasks.Engines;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>
/// Asks a second instance of the task for its command line (<c>SkipCompilerExecution</c> and <c>ProvideCommandLineArgs</c>, what editors use).
/// <para>
/// The answer alone would not do. It comes as items, and MSBuild changes the text of an item: per cent escapes are decoded, and on Unix a backslash in what looks like a path becomes a slash.
/// And the F# task leaves some switches out of it. So whatever a parameter says that the answer does not repeat to the letter is told beside it: nothing that targets set can get lost,
/// by any task of any SDK.
/// </para>
/// </summary>
internal static class CommandLineReader
{
    // How the tool is found, run and shown, not what it is told: neither these nor their values are part of the result. The content of the tool's folder is (see CompileRequest.Toolchain), and which of its files is run.
    private static readonly HashSet<string> Unobserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "SkipCompilerExecution", "ProvideCommandLineArgs", "UseSharedCompilation", "SharedCompilationId", "VsSessionGuid", "UseHostCompilerIfAvailable", "YieldDuringToolExecution",
        "EchoOff", "Timeout", "ProjectName", "TargetFramework", "CompilerType", "FailIfNotIncremental", "UseCommandProcessor", "ToolPath", "DotnetFscCompilerPath",
        // What the answer must have in full; editors would not work otherwise. (References come a second time in F#'s ReferencePath.)
        "ReferencePath", "NoLogo", "ErrorReport",
    };

    /// <summary>The command line, one argument each.</summary>
    /// <param name="probe">Has the parameters of the real one; used up by this.</param>
    /// <exception cref="UncacheableException">It does not tell.</exception>
    public static IReadOnlyList<string> Read(InnerTaskType type, CompilerKind compiler, ITask probe, IBuildEngine10 engine, IReadOnlyDictionary<string, object?> parameters)
    {
        if (!type.Has("SkipCompilerExecution") || !type.Has("ProvideCommandLineArgs") || !type.Has("CommandLineArgs"))
            throw new UncacheableException(UncacheableReason.CommandLineUnavailable, $"{type.Name} has no ProvideCommandLineArgs");
        var muted = new MutedBuildEngine(engine);
        probe.BuildEngine = muted;
        type.Set(probe, "SkipCompilerExecution", true);
        type.Set(probe, "ProvideCommandLineArgs", true);
        if (!probe.Execute() || type.Get(probe, "CommandLineArgs") is not ITaskItem[] { Length: > 0 } items)
            throw new UncacheableException(UncacheableReason.CommandLineUnavailable, muted.Error ?? "it is empty");
        var arguments = items.Select(i => i.ItemSpec).ToList();
        // The F# task adds this one after it has taken note of the others; it names an output.
        if (compiler == CompilerKind.FSharp && parameters.GetValueOrDefault("OutputRefAssembly") is string { Length: > 0 } reference && !arguments.Exists(a => a.StartsWith("--refout:", StringComparison.Ordinal)))
            arguments.Add("--refout:" + reference);
        return arguments;
    }

    /// <summary>What parameters say beside the command line, sorted.</summary>
    public static List<KeyValuePair<string, string>> Beside(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, object?> parameters)
    {
        var shown = Shown(arguments);
        return [.. parameters
            .Where(p => !Unobserved.Contains(p.Key))
            .OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
            .SelectMany(p => TaskValue.Texts(p.Value).Where(t => t.Length > 0 && !shown.Contains(t)).Select(t => KeyValuePair.Create(p.Key, p.Key == TaskValue.Variables ? TaskValue.Sealed(t, v => v) : t)))];
    }

    // Arguments, their values, and the parts of those.
    private static HashSet<string> Shown(IReadOnlyList<string> arguments)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            shown.Add(CompilerCommandLine.Unquote(argument));
            var value = argument[(argument.IndexOf(':') + 1)..];
            shown.Add(CompilerCommandLine.Unquote(value));
            shown.UnionWith(CompilerCommandLine.Split(value, ",;="));
        }
        return shown;
    }
}
