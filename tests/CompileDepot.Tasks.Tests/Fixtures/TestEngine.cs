using CompileDepot.Tasks.Engines;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Tests;

/// <summary>An engine that keeps what is logged, and listens to nothing but errors and warnings: the least that a task can be given.</summary>
internal sealed class TestEngine() : ForwardingBuildEngine(null!)
{
    private readonly Dictionary<object, object> _objects = [];

    public List<BuildEventArgs> Events { get; } = [];

    public override EngineServices EngineServices { get; } = new QuietServices();

    public override void LogErrorEvent(BuildErrorEventArgs e) => Events.Add(e);

    public override void LogWarningEvent(BuildWarningEventArgs e) => Events.Add(e);

    public override void LogMessageEvent(BuildMessageEventArgs e) => Events.Add(e);

    public override void LogCustomEvent(CustomBuildEventArgs e) => Events.Add(e);

    public override void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    public override bool BuildProjectFile(string projectFileName, string[] targetNames, System.Collections.IDictionary globalProperties, System.Collections.IDictionary targetOutputs) => true;

    /// <summary>As <c>-warnaserror</c> does.</summary>
    public bool TreatWarningsAsErrors { get; init; }

    public override bool ShouldTreatWarningAsError(string warningCode) => TreatWarningsAsErrors;

    public override void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) => _objects[key] = obj;

    public override object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _objects.GetValueOrDefault(key)!;

    private sealed class QuietServices : EngineServices
    {
        public override bool LogsMessagesOfImportance(MessageImportance importance) => false;

        public override bool IsTaskInputLoggingEnabled => false;
    }
}
