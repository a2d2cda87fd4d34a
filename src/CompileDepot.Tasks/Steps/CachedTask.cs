using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Compile;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Steps;

/// <summary>The task that targets see: hands the parameters to an instance of the real one, and its run to <see cref="CachedStep"/>. Output parameters are those of that instance, or of the entry that stood in for it.</summary>
internal sealed class CachedTask(InnerTaskType type, StepProfile profile, CompileSettings settings) : IGeneratedTask, ICancelableTask
{
    private readonly Dictionary<string, object?> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly ITask _inner = type.Create();
    private OutputParameters? _replayed;

    public IBuildEngine BuildEngine { get; set; } = null!;

    public ITaskHost HostObject { get; set; } = null!;

    public void SetPropertyValue(TaskPropertyInfo property, object value)
    {
        _parameters[property.Name] = value;
        type.Set(_inner, property.Name, value);
    }

    public object GetPropertyValue(TaskPropertyInfo property) => (_replayed is null ? type.Get(_inner, property.Name) : _replayed.ValueOf(property))!;

    public void Cancel() => (_inner as ICancelableTask)?.Cancel();

    public bool Execute()
    {
        if (settings.IsDesignTime || BuildEngine is not IBuildEngine10 engine)
            return RunInner(BuildEngine);
        try
        {
            var depot = settings.Depot;
            return depot.IsOff ? RunInner(BuildEngine) : new CachedStep(type, profile, settings, depot, engine, _inner, _parameters, replayed => _replayed = replayed).Execute();
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
}
