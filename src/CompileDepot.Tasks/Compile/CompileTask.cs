using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>
/// The task that targets see as <c>Csc</c>, <c>Vbc</c> or <c>Fsc</c>. It hands the compile to <see cref="CachedCompile"/>. Output parameters are those of the SDK's task, whether it ran or not: they repeat input parameters
/// (a test holds the list of them against each SDK). Any fault of ours ends in the SDK's task running as if we were not there.
/// </summary>
internal sealed class CompileTask(InnerTaskType type, ActionSettings settings) : WrappedTask(type, settings)
{
    // A host object compiles inside an editor; a design-time build wants the command line and nothing else.
    protected override bool PassesThrough => HostObject is not null || base.PassesThrough || IsTrue("SkipCompilerExecution");

    protected override bool Execute(DepotSettings depot, IBuildEngine10 engine) => new CachedCompile(Type, Settings, depot, engine, Parameters, Probe, RunInner).Execute();

    /// <summary>Another instance with the same parameters.</summary>
    private ITask Probe()
    {
        var probe = Type.Create();
        foreach (var (name, value) in Parameters)
            Type.Set(probe, name, value);
        return probe;
    }

    private bool IsTrue(string name) => Parameters.GetValueOrDefault(name) is true;
}
