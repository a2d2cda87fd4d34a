using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>
/// The task that targets see as <c>Csc</c>, <c>Vbc</c> or <c>Fsc</c>. It hands the compile to <see cref="CachedCompile"/>. Output parameters are those of the SDK's task, whether it ran or not: they repeat input parameters, but for the command line
/// (a test holds the list of them against each SDK). Any fault of ours ends in the SDK's task running as if we were not there.
/// </summary>
internal sealed class CompileTask(InnerTaskType type, ActionSettings settings) : WrappedTask(type, settings)
{
    private const string CommandLine = "CommandLineArgs";

    private ITask? _probe;

    // A host object compiles inside an editor; a design-time build wants the command line and nothing else.
    protected override bool PassesThrough => HostObject is not null || base.PassesThrough || IsTrue("SkipCompilerExecution");

    protected override bool Execute(DepotSettings depot, IBuildEngine10 engine) => new CachedCompile(Type, Settings, depot, engine, Parameters, Probe, RunInner).Execute();

    // The one that is no input repeated: a task that never ran has none, and another instance was asked for it.
    public override object GetPropertyValue(TaskPropertyInfo property) =>
        property.Name == CommandLine && IsTrue("ProvideCommandLineArgs") && _probe is not null && base.GetPropertyValue(property) is null or Array { Length: 0 }
            ? Type.Get(_probe, CommandLine)!
            : base.GetPropertyValue(property);

    /// <summary>Another instance with the same parameters.</summary>
    private ITask Probe()
    {
        var probe = _probe = Type.Create();
        foreach (var (name, value) in Parameters)
            Type.Set(probe, name, value);
        return probe;
    }

    private bool IsTrue(string name) => Parameters.GetValueOrDefault(name) is true;
}
