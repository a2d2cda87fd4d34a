using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Wrapping;

/// <summary>
/// A task that targets see in the place of another. It hands the parameters to an instance of the real one, which runs as if we were not there where no depot is to be asked; output parameters are those of that instance.
/// </summary>
internal abstract class WrappedTask(InnerTaskType type, ActionSettings settings) : IGeneratedTask, ICancelableTask
{
    private readonly Dictionary<string, object?> _parameters = new(StringComparer.OrdinalIgnoreCase);

    public IBuildEngine BuildEngine { get; set; } = null!;

    public ITaskHost HostObject { get; set; } = null!;

    protected InnerTaskType Type => type;

    protected ActionSettings Settings => settings;

    /// <summary>What the targets set.</summary>
    protected IReadOnlyDictionary<string, object?> Parameters => _parameters;

    protected ITask Inner { get; } = type.Create();

    /// <summary>Whether the depot has no say in this run.</summary>
    protected virtual bool PassesThrough => settings.IsDesignTime;

    /// <summary>Asks the depot, and runs the real task where it has no answer.</summary>
    protected abstract bool Execute(DepotSettings depot, IBuildEngine10 engine);

    public void SetPropertyValue(TaskPropertyInfo property, object value)
    {
        _parameters[property.Name] = value;
        type.Set(Inner, property.Name, value);
    }

    public virtual object GetPropertyValue(TaskPropertyInfo property) => type.Get(Inner, property.Name)!;

    public void Cancel() => (Inner as ICancelableTask)?.Cancel();

    public bool Execute()
    {
        if (PassesThrough || BuildEngine is not IBuildEngine10 engine)
            return RunInner(BuildEngine);
        try
        {
            var depot = settings.Depot;
            return depot.IsOff ? RunInner(BuildEngine) : Execute(depot, engine);
        }
        catch (SettingsException e)
        {
            DepotLog.Error(BuildEngine, settings.ProjectFile, e.Code, e.Message);
            return false;
        }
    }

    protected bool RunInner(IBuildEngine engine)
    {
        Inner.BuildEngine = engine;
        Inner.HostObject = HostObject;
        return Inner.Execute();
    }
}
