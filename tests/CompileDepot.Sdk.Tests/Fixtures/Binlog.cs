using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A warning or an error, whole, as one line that can be compared and read.</summary>
/// <param name="Text">Everything that a user can see of it, and its end position and help link.</param>
/// <param name="Project">The project file that it was raised for.</param>
/// <param name="IsFromCompiler">Whether a compile task raised it, or what stands in for it.</param>
public sealed record Diagnostic(string Text, string Project, bool IsFromCompiler);

/// <summary>What a binary log says about a build, independent of all bookkeeping of ours.</summary>
public sealed partial class Binlog
{
    private static readonly string[] CompileTasks = ["Csc", "Vbc", "Fsc"];

    private readonly Dictionary<(int, int, int), (string Name, string Project)> _tasks = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<string> _compilations = [];
    private readonly List<string> _messages = [];
    private readonly List<string> _copies = [];
    private readonly HashSet<string> _projectsThatCompiled = [];

    private Binlog()
    {
    }

    public static Binlog Empty { get; } = new();

    /// <summary>Warnings and errors, sorted: the order among projects is an accident.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>The command line of each compiler that was really started.</summary>
    public IReadOnlyList<string> Compilations => _compilations;

    /// <summary>Projects whose compile task ran, whether it compiled or restored, and projects that were restored whole.</summary>
    public IReadOnlySet<string> ProjectsThatCompiled => _projectsThatCompiled;

    /// <summary>Whether the build ended, and without an error.</summary>
    public bool HasSucceeded { get; private set; }

    /// <summary>Full paths of files that were written by copying another.</summary>
    public IReadOnlyList<string> Copies => _copies;

    /// <summary>Projects that were restored whole, by name and framework: <c>Lib (net10.0)</c>. One that was in its place is not among them.</summary>
    public IEnumerable<string> RestoredWhole => _messages.Select(m => Whole().Match(m)).Where(m => m.Success).Select(m => m.Groups["name"].Value);

    /// <summary>The lines that begin with <c>CompileDepot:</c>.</summary>
    public IReadOnlyList<string> DepotMessages => _messages;

    public static Binlog Read(string path)
    {
        var log = new Binlog();
        foreach (var record in BinaryLog.ReadRecords(path))
            log.Add(record.Args);
        log._diagnostics.Sort((a, b) => string.CompareOrdinal(a.Text, b.Text));
        return log;
    }

    private void Add(BuildEventArgs? args)
    {
        switch (args)
        {
            case TaskStartedEventArgs task:
                var name = task.TaskName.Split('.')[^1];
                _tasks[IdOf(task.BuildEventContext)] = (name, task.ProjectFile);
                if (CompileTasks.Contains(name))
                    _projectsThatCompiled.Add(task.ProjectFile);
                break;
            case TaskCommandLineEventArgs line when CompileTasks.Contains(line.TaskName.Split('.')[^1]):
                _compilations.Add(line.CommandLine);
                break;
            // F#'s task logs its command line as an ordinary message; its parameters, the path of fsc.dll among them, are a kind of message too.
            case BuildMessageEventArgs line when line is not TaskParameterEventArgs && TaskOf(line).Name == "Fsc" && line.Message?.Contains("fsc.dll\" -o:", StringComparison.Ordinal) == true:
                _compilations.Add(line.Message);
                break;
            case BuildMessageEventArgs copy when CopyPattern().Match(copy.Message ?? "") is { Success: true } copied:
                _copies.Add(copied.Groups["to"].Value);
                break;
            case BuildWarningEventArgs w:
                Add(w, $"{w.File}({w.LineNumber},{w.ColumnNumber},{w.EndLineNumber},{w.EndColumnNumber}): {w.Subcategory} warning {w.Code}: {w.Message} {w.HelpLink}", w.Code, w.ProjectFile);
                break;
            case BuildErrorEventArgs e:
                Add(e, $"{e.File}({e.LineNumber},{e.ColumnNumber},{e.EndLineNumber},{e.EndColumnNumber}): {e.Subcategory} error {e.Code}: {e.Message} {e.HelpLink}", e.Code, e.ProjectFile);
                break;
            case BuildFinishedEventArgs end:
                HasSucceeded = end.Succeeded;
                break;
            case BuildMessageEventArgs m when m.Message?.StartsWith("CompileDepot:", StringComparison.Ordinal) == true:
                _messages.Add(m.Message);
                if (m.Message.StartsWith("CompileDepot: restored ", StringComparison.Ordinal) && TaskOf(m).Project is { Length: > 0 } project)
                    _projectsThatCompiled.Add(project);
                break;
        }
    }

    private void Add(BuildEventArgs args, string text, string? code, string? project)
    {
        var task = TaskOf(args).Name;
        // What a whole project's build said is said again by one task: compilers' warnings, and those of targets, which run in builds that have nothing to do, too.
        var isFromCompiler = CompileTasks.Contains(task) || (task == "ReplayRecordedEffects" && code?.StartsWith("MSB", StringComparison.Ordinal) != true);
        _diagnostics.Add(new Diagnostic($"{text} [{project}]", project ?? "", isFromCompiler));
    }

    private (string Name, string Project) TaskOf(BuildEventArgs args) => _tasks.GetValueOrDefault(IdOf(args.BuildEventContext), ("", ""));

    private static (int, int, int) IdOf(BuildEventContext? context) =>
        context is null ? default : (context.NodeId, context.ProjectContextId, context.TaskId);

    [GeneratedRegex(@"^Copying file from "".*"" to ""(?<to>.*)""\.$")]
    private static partial Regex CopyPattern();

    [GeneratedRegex("^CompileDepot: restored (?<name>.+) whole ")]
    private static partial Regex Whole();
}
