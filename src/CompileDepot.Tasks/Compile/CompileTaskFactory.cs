using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>
/// Stands in for the SDK's compile tasks (<c>UsingTask … Override="true"</c>): it shows the parameters of the SDK's own task, and makes tasks that ask the depot first and run that task when it
/// has no answer. Nothing of the SDK's targets is copied.
/// </summary>
public sealed class CompileTaskFactory : ITaskFactory
{
    private InnerTaskType? _inner;
    private ActionSettings? _settings;

    public string FactoryName => nameof(CompileTaskFactory);

    public Type TaskType => typeof(CompileTask);

    public bool Initialize(string taskName, IDictionary<string, TaskPropertyInfo> parameterGroup, string taskBody, IBuildEngine taskFactoryLoggingHost)
    {
        _settings = ActionSettings.Parse(taskBody);
        _inner = InnerTaskType.Get(_settings.TaskAssembly, _settings.TaskType);
        return true;
    }

    public TaskPropertyInfo[] GetTaskParameters() => _inner!.Parameters;

    public ITask CreateTask(IBuildEngine taskFactoryLoggingHost) => new CompileTask(_inner!, _settings!);

    public void CleanupTask(ITask task)
    {
    }
}
