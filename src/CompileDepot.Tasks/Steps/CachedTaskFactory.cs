using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Steps;

/// <summary>Makes any task cacheable that somebody wrote a profile for (see <see cref="StepProfile"/>), and <see cref="CachedExec"/>, whose profile is known: targets see the task's own parameters.</summary>
public sealed class CachedTaskFactory : ITaskFactory
{
    private StepProfile? _profile;
    private InnerTaskType? _inner;
    private ActionSettings? _settings;

    public string FactoryName => nameof(CachedTaskFactory);

    public Type TaskType => typeof(CachedTask);

    public bool Initialize(string taskName, IDictionary<string, TaskPropertyInfo> parameterGroup, string taskBody, IBuildEngine taskFactoryLoggingHost)
    {
        try
        {
            _settings = ActionSettings.Parse(taskBody);
            _profile = StepProfile.Parse(taskName, taskBody);
            _inner = _profile.Load(taskName);
            return true;
        }
        catch (SettingsException e)
        {
            DepotLog.Error(taskFactoryLoggingHost, _settings?.ProjectFile, e.Code, e.Message);
            return false;
        }
    }

    public TaskPropertyInfo[] GetTaskParameters() => _inner!.Parameters;

    public ITask CreateTask(IBuildEngine taskFactoryLoggingHost) => new CachedTask(_inner!, _profile!, _settings!);

    public void CleanupTask(ITask task)
    {
    }
}
