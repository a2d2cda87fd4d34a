using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Steps;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Engines;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Steps;

/// <summary>A run of a task that a profile describes.</summary>
/// <param name="replayed">Receives the values of output parameters, when an entry stands in for the task.</param>
internal sealed class CachedStep(
    InnerTaskType type, StepProfile profile, ActionSettings settings, DepotSettings depot, IBuildEngine10 engine, ITask inner, StepParameters parameters, Func<IBuildEngine, bool> runInner, Action<OutputParameters> replayed)
    : CachedAction(NameOf(profile, parameters, settings.Tokens(depot.Root)), settings, depot, engine)
{
    // More names than these help nobody; the first one leads to the next.
    private const int MostNamed = 10;

    private FileTrace? _trace;

    protected override string Name => $"{Project.DisplayName} {Step[ActionRecord.StepPrefix.Length..].Replace(PathTokens.InRoot, "", StringComparison.Ordinal)}";

    // A task that raises a warning has logged an error.
    protected override bool FailsOnRaisedWarnings => true;

    protected override UncacheableReason Failed => UncacheableReason.StepFailed;

    protected override IReadOnlyList<Effect> Values => [.. type.Parameters.Where(p => p.Output).SelectMany(p => OutputParameters.Record(p.Name, type.Get(inner, p.Name), Here.Tokens))];

    protected override CompileAction MakeKey(FileDigester digester)
    {
        if (parameters.Outputs.Count == 0 && (profile.IsExec ? !parameters.IsTrue(nameof(CachedExec.ConsoleToMSBuild)) : !type.Parameters.Any(p => p.Output)))
            throw new UncacheableException(UncacheableReason.OutputPathUnknown);
        if (!profile.IsExec && LoadedAssemblies.FindStale(Path.GetDirectoryName(type.AssemblyPath)!) is { } stale)
            throw new UncacheableException(UncacheableReason.ToolUnknown, $"{stale} changed after this process had loaded it");
        return StepKeyBuilder.Build(
            new StepRequest(ShortName(profile), parameters.Values, profile.IsExec ? WorkingFolder : Settings.ProjectFolder, Here)
            {
                Inputs = parameters.Inputs,
                Outputs = parameters.Outputs,
                Variables = parameters.Variables,
                Command = profile.IsExec ? parameters.Text(nameof(CachedExec.Command)) ?? "" : null,
                SearchPath = profile.IsExec ? parameters.Assigned("PATH") : null,
                Assemblies = profile.IsExec ? [] : [type.AssemblyPath],
            },
            digester);
    }

    protected override bool Run(IBuildEngine engine)
    {
        if (Depot.Mode != DepotMode.Verify || inner is not CachedExec exec || !Strace.IsUsable)
            return runInner(engine);
        var file = exec.Trace = Path.Combine(Path.GetTempPath(), $"compiledepot-{Guid.NewGuid():N}.strace");
        try
        {
            return runInner(engine);
        }
        finally
        {
            _trace = ReadTrace(file);
        }
    }

    protected override Reason? Refusal(CompileAction action, RecordingBuildEngine recording)
    {
        if (recording.Built is { } project)
            return new Reason(UncacheableReason.StepBuilds, project);
        if (inner is CachedExec { ExitCode: not 0 })
            return new Reason(UncacheableReason.StepFailed);
        if (action.Outputs.Where(o => !Path.Exists(o.Path)).Select(o => o.Path).FirstOrDefault() is { } missing)
        {
            Log.Warning(DiagnosticCodes.OutputNotWritten, $"{Name} declares the output {missing}, and did not write it. Its result is not kept.");
            return new Reason(UncacheableReason.OutputMissing, missing);
        }
        return _trace is null ? null : Audit(action, _trace);
    }

    protected override string? Unfit(Entry entry) => EffectReplayer.Refusal(Engine, entry.Effects);

    protected override void Take(Entry entry)
    {
        var outputs = new OutputParameters(entry.Effects, Here.Tokens);
        // What can't be given is found out before anybody asks for it.
        foreach (var parameter in type.Parameters.Where(p => p.Output))
            outputs.ValueOf(parameter);
        replayed(outputs);
    }

    protected override string SayRestored(string what) => $"step {Name}: restored {what}";

    protected override string SayRun(string what) => $"step {Name}: ran{what}";

    private Reason? Audit(CompileAction action, FileTrace trace)
    {
        var undeclared = new UndeclaredReads(action, action.Programs, Depot.Root, Path.GetTempPath()).Of(trace);
        if (undeclared.Count == 0)
            return null;
        var named = string.Join(", ", undeclared.Take(MostNamed).Select(Shown)) + (undeclared.Count > MostNamed ? $" and {undeclared.Count - MostNamed} more" : "");
        Log.Warning(DiagnosticCodes.UndeclaredRead, $"{Name} reads what it does not declare: {named}. Add it to the inputs; its result is not kept.");
        return new Reason(UncacheableReason.UndeclaredInput, named);
    }

    private static FileTrace? ReadTrace(string file)
    {
        try
        {
            return FileTrace.Of(File.ReadLines(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            AtomicFile.TryDelete(file);
        }
    }

    private string Shown(string path) => Here.Tokens.Tokenize(path) is var token && token.StartsWith(PathTokens.InRoot, StringComparison.Ordinal) ? PathTokens.FromRoot(token) : path;

    private string WorkingFolder => parameters.Text(nameof(CachedExec.WorkingDirectory)) is { } folder ? Path.GetFullPath(folder, Settings.ProjectFolder) : Settings.ProjectFolder;

    private static string ShortName(StepProfile profile) => profile.IsExec ? "Exec" : profile.TaskType;

    // One target may run a task many times: the first output tells the runs apart, in every checkout alike.
    private static string NameOf(StepProfile profile, StepParameters parameters, PathTokens tokens)
    {
        var outputs = parameters.Outputs;
        return $"{ActionRecord.StepPrefix}{ShortName(profile).Split('.')[^1]}{(outputs.Count == 0 ? "" : " " + tokens.Tokenize(outputs[0]))}";
    }
}
