using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>
/// Stands between a task and the real engine: passes everything on, and writes down the warnings, the messages of high importance, and whether there was an error.
/// Tasks may log from several threads.
/// </summary>
internal sealed class RecordingBuildEngine(IBuildEngine10 engine, PathTokens tokens) : ForwardingBuildEngine(engine)
{
    private readonly Lock _gate = new();
    private readonly List<Effect> _effects = [];

    public bool HasErrors { get; private set; }

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
        Add(new WarningEffect(
            e.Subcategory,
            e.Code,
            e.File is not null && Path.IsPathFullyQualified(e.File) ? tokens.Tokenize(e.File) : e.File,
            e.LineNumber,
            e.ColumnNumber,
            e.EndLineNumber,
            e.EndColumnNumber,
            Text(e.Message),
            e.HelpKeyword,
            e.HelpLink,
            e.SenderName));
        base.LogWarningEvent(e);
    }

    public override void LogMessageEvent(BuildMessageEventArgs e)
    {
        // The command line is what this run did, not what its result is.
        if (e.Importance == MessageImportance.High && e is not TaskCommandLineEventArgs)
            Add(new MessageEffect((int)e.Importance, Text(e.Message), e.SenderName));
        base.LogMessageEvent(e);
    }

    private void Add(Effect effect)
    {
        lock (_gate)
            _effects.Add(effect);
    }

    private string? Text(string? text) => text is null ? null : tokens.TokenizeText(text);

    private sealed class ListeningServices(EngineServices services) : EngineServices
    {
        public override bool LogsMessagesOfImportance(MessageImportance importance) => importance == MessageImportance.High || services.LogsMessagesOfImportance(importance);

        public override bool IsTaskInputLoggingEnabled => services.IsTaskInputLoggingEnabled;
    }
}
