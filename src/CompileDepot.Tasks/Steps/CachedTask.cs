using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Steps;

/// <summary>The task that targets see in the place of one with a profile: its run is <see cref="CachedStep"/>'s. Output parameters are those of the real task, or of the entry that stood in for it.</summary>
internal sealed class CachedTask(InnerTaskType type, StepProfile profile, ActionSettings settings) : WrappedTask(type, settings)
{
    private OutputParameters? _replayed;

    public override object GetPropertyValue(TaskPropertyInfo property) => _replayed is null ? base.GetPropertyValue(property) : _replayed.ValueOf(property)!;

    protected override bool Execute(DepotSettings depot, IBuildEngine10 engine) =>
        new CachedStep(
            Type, profile, Settings, depot, engine, Inner, new StepParameters(profile, Parameters, Settings.ProjectFolder, Settings.Tokens(depot.Root)), RunInner, replayed => _replayed = replayed).Execute();
}
