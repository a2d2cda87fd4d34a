using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Engines;

/// <summary>Lets nothing that a task logs through: the task is only asked for its command line.</summary>
internal sealed class MutedBuildEngine(IBuildEngine10 engine) : ForwardingBuildEngine(engine)
{
    /// <summary>The first error that the task would have logged.</summary>
    public string? Error { get; private set; }

    public override EngineServices EngineServices { get; } = new DeafServices();

    public override void LogErrorEvent(BuildErrorEventArgs e) => Error ??= e.Message;

    public override void LogWarningEvent(BuildWarningEventArgs e)
    {
    }

    public override void LogMessageEvent(BuildMessageEventArgs e)
    {
    }

    public override void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public override void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    // Nothing runs that others could work beside; giving the node away would only mean waiting for it.
    public override void Yield()
    {
    }

    public override void Reacquire()
    {
    }

    private sealed class DeafServices : EngineServices
    {
        public override bool LogsMessagesOfImportance(MessageImportance importance) => false;

        public override bool IsTaskInputLoggingEnabled => false;
    }
}
