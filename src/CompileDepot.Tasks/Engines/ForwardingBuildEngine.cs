using System.Collections;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Engines;

/// <summary>An engine that passes every call on to another.</summary>
internal abstract class ForwardingBuildEngine(IBuildEngine10 engine) : IBuildEngine10
{
    public bool ContinueOnError => engine.ContinueOnError;

    public int LineNumberOfTaskNode => engine.LineNumberOfTaskNode;

    public int ColumnNumberOfTaskNode => engine.ColumnNumberOfTaskNode;

    public string ProjectFileOfTaskNode => engine.ProjectFileOfTaskNode;

    public bool IsRunningMultipleNodes => engine.IsRunningMultipleNodes;

    public bool AllowFailureWithoutError
    {
        get => engine.AllowFailureWithoutError;
        set => engine.AllowFailureWithoutError = value;
    }

    public virtual EngineServices EngineServices => engine.EngineServices;

    public virtual void LogErrorEvent(BuildErrorEventArgs e) => engine.LogErrorEvent(e);

    public virtual void LogWarningEvent(BuildWarningEventArgs e) => engine.LogWarningEvent(e);

    public virtual void LogMessageEvent(BuildMessageEventArgs e) => engine.LogMessageEvent(e);

    public virtual void LogCustomEvent(CustomBuildEventArgs e) => engine.LogCustomEvent(e);

    public virtual void LogTelemetry(string eventName, IDictionary<string, string> properties) => engine.LogTelemetry(eventName, properties);

    public virtual bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        engine.BuildProjectFile(projectFileName, targetNames, globalProperties, targetOutputs);

    public virtual bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) =>
        engine.BuildProjectFile(projectFileName, targetNames, globalProperties, targetOutputs, toolsVersion);

    public virtual bool BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IDictionary[] targetOutputsPerProject,
        string[] toolsVersion,
        bool useResultsCache,
        bool unloadProjectsOnCompletion) =>
        engine.BuildProjectFilesInParallel(projectFileNames, targetNames, globalProperties, targetOutputsPerProject, toolsVersion, useResultsCache, unloadProjectsOnCompletion);

    public virtual BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IList<string>[] removeGlobalProperties,
        string[] toolsVersion,
        bool returnTargetOutputs) =>
        engine.BuildProjectFilesInParallel(projectFileNames, targetNames, globalProperties, removeGlobalProperties, toolsVersion, returnTargetOutputs);

    public virtual void Yield() => engine.Yield();

    public virtual void Reacquire() => engine.Reacquire();

    public virtual void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) =>
        engine.RegisterTaskObject(key, obj, lifetime, allowEarlyCollection);

    public virtual object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => engine.GetRegisteredTaskObject(key, lifetime);

    public object UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => engine.UnregisterTaskObject(key, lifetime);

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => engine.GetGlobalProperties();

    public virtual bool ShouldTreatWarningAsError(string warningCode) => engine.ShouldTreatWarningAsError(warningCode);

    public int RequestCores(int requestedCores) => engine.RequestCores(requestedCores);

    public void ReleaseCores(int coresToRelease) => engine.ReleaseCores(coresToRelease);
}
