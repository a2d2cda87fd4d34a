using System.Collections;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Engines;

/// <summary>
/// Stands between a task and the real engine: passes everything on, and writes down the warnings, the messages of high importance, and whether there was an error.
/// Tasks may log from several threads.
/// </summary>
internal sealed class RecordingBuildEngine(IBuildEngine10 engine, PathTokens tokens) : ForwardingBuildEngine(engine)
{
    private readonly Lock _gate = new();
    private readonly List<Effect> _effects = [];

    public bool HasErrors { get; private set; }

    /// <summary>Another project that the task had built: what that does is not recorded. Null: none.</summary>
    public string? Built { get; private set; }

    public IReadOnlyList<Effect> Effects
    {
        get
        {
            lock (_gate)
                return [.. _effects];
        }
    }

    // A task asks before it formats a message. Whoever restores this later may listen more closely than whoever builds now.
    public override EngineServices EngineServices { get; } = new ListeningServices(engine.EngineServices);

    public override void LogErrorEvent(BuildErrorEventArgs e)
    {
        HasErrors = true;
        base.LogErrorEvent(e);
    }

    public override void LogWarningEvent(BuildWarningEventArgs e)
    {
        Add(RecordedEffect.Of(e, tokens));
        base.LogWarningEvent(e);
    }

    public override bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs)
    {
        Built ??= projectFileName;
        return base.BuildProjectFile(projectFileName, targetNames, globalProperties, targetOutputs);
    }

    public override bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion)
    {
        Built ??= projectFileName;
        return base.BuildProjectFile(projectFileName, targetNames, globalProperties, targetOutputs, toolsVersion);
    }

    public override bool BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IDictionary[] targetOutputsPerProject,
        string[] toolsVersion,
        bool useResultsCache,
        bool unloadProjectsOnCompletion)
    {
        Built ??= projectFileNames.FirstOrDefault();
        return base.BuildProjectFilesInParallel(projectFileNames, targetNames, globalProperties, targetOutputsPerProject, toolsVersion, useResultsCache, unloadProjectsOnCompletion);
    }

    public override BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IList<string>[] removeGlobalProperties,
        string[] toolsVersion,
        bool returnTargetOutputs)
    {
        Built ??= projectFileNames.FirstOrDefault();
        return base.BuildProjectFilesInParallel(projectFileNames, targetNames, globalProperties, removeGlobalProperties, toolsVersion, returnTargetOutputs);
    }

    public override void LogMessageEvent(BuildMessageEventArgs e)
    {
        if (RecordedEffect.Of(e, tokens) is { } effect)
            Add(effect);
        base.LogMessageEvent(e);
    }

    private void Add(Effect effect)
    {
        lock (_gate)
            _effects.Add(effect);
    }

    private sealed class ListeningServices(EngineServices services) : EngineServices
    {
        public override bool LogsMessagesOfImportance(MessageImportance importance) => importance == MessageImportance.High || services.LogsMessagesOfImportance(importance);

        public override bool IsTaskInputLoggingEnabled => services.IsTaskInputLoggingEnabled;
    }
}
