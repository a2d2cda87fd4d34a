using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>
/// The task that targets see as <c>Csc</c>, <c>Vbc</c> or <c>Fsc</c>. It hands the parameters to an instance of the SDK's task, and the compile to <see cref="CachedCompile"/>. Output parameters
/// are those of that instance, whether it ran or not: they repeat input parameters (a test holds the list of them against each SDK). Any fault of ours ends in the SDK's task running as if we were not there.
/// </summary>
internal sealed class CompileTask(InnerTaskType type, CompileSettings settings) : IGeneratedTask, ICancelableTask
{
    private readonly Dictionary<string, object?> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly ITask _inner = type.Create();

    public IBuildEngine BuildEngine { get; set; } = null!;

    public ITaskHost HostObject { get; set; } = null!;

    public void SetPropertyValue(TaskPropertyInfo property, object value)
    {
        _parameters[property.Name] = value;
        type.Set(_inner, property.Name, value);
    }

    public object GetPropertyValue(TaskPropertyInfo property) => type.Get(_inner, property.Name)!;

    public void Cancel() => (_inner as ICancelableTask)?.Cancel();

    public bool Execute()
    {
        // A host object compiles inside an editor; a design-time build wants the command line and nothing else.
        if (HostObject is not null || settings.IsDesignTime || IsTrue("SkipCompilerExecution") || BuildEngine is not IBuildEngine10 engine)
            return RunInner(BuildEngine);
        try
        {
            var depot = settings.Depot;
            return depot.IsOff ? RunInner(BuildEngine) : new CachedCompile(type, settings, depot, engine, _parameters, Probe, RunInner).Execute();
        }
        catch (SettingsException e)
        {
            BuildEngine.LogErrorEvent(new BuildErrorEventArgs(null, e.Code, settings.ProjectFile, 0, 0, 0, 0, e.Message, null, "CompileDepot"));
            return false;
        }
    }

    private bool RunInner(IBuildEngine engine)
    {
        _inner.BuildEngine = engine;
        _inner.HostObject = HostObject;
        return _inner.Execute();
    }

    /// <summary>Another instance with the same parameters.</summary>
    private ITask Probe()
    {
        var probe = type.Create();
        foreach (var (name, value) in _parameters)
            type.Set(probe, name, value);
        return probe;
    }

    private bool IsTrue(string name) => _parameters.GetValueOrDefault(name) is true;
}
