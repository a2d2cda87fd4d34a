using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Actions;

/// <summary>
/// Makes the diagnostics of an entry happen again, as real events of the engine: <c>-warnaserror</c>, <c>MSBuildWarningsAsMessages</c> and binary logs see what a compile would have given.
/// </summary>
internal static class EffectReplayer
{
    /// <returns>False where a warning counts as an error in this build.</returns>
    public static bool Replay(IBuildEngine8 engine, IEnumerable<Effect> effects, PathTokens tokens)
    {
        var success = true;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                // A task asks this before it logs; the engine would raise it later, and not for the task.
                case WarningEffect w when engine.ShouldTreatWarningAsError(w.Code ?? ""):
                    engine.LogErrorEvent(new BuildErrorEventArgs(
                        w.Subcategory, w.Code, File(w, tokens), w.Line, w.Column, w.EndLine, w.EndColumn, Text(w.Message, tokens), w.HelpKeyword, w.Sender, w.HelpLink, DateTime.UtcNow, messageArgs: null));
                    success = false;
                    break;
                case WarningEffect w:
                    engine.LogWarningEvent(new BuildWarningEventArgs(
                        w.Subcategory, w.Code, File(w, tokens), w.Line, w.Column, w.EndLine, w.EndColumn, Text(w.Message, tokens), w.HelpKeyword, w.Sender, w.HelpLink, DateTime.UtcNow, messageArgs: null));
                    break;
                case MessageEffect m:
                    engine.LogMessageEvent(new BuildMessageEventArgs(Text(m.Text, tokens), null, m.Sender, (MessageImportance)m.Importance));
                    break;
            }
        }
        return success;
    }

    /// <summary>Why effects can't be replayed in the place of a step that fails where a warning of its counts as an error, in words; null where they can. What follows from an error depends on the step that logs it.</summary>
    public static string? Refusal(IBuildEngine8 engine, IEnumerable<Effect> effects) =>
        effects.OfType<WarningEffect>().FirstOrDefault(w => engine.ShouldTreatWarningAsError(w.Code ?? "")) is { } raised ? $"this build takes {raised.Code} for an error" : null;

    // A relative name, or one that no token begins, is as it was.
    // A tool may say '{root}/lib/../a.h'. No file is written by this name, so it need not be one that leads nowhere else.
    private static string? File(WarningEffect warning, PathTokens tokens) =>
        warning.File is null ? null : tokens.Resolve(warning.File) ?? (warning.File.StartsWith('{') ? tokens.ResolveText(warning.File) : warning.File);

    private static string? Text(string? text, PathTokens tokens) => text is null ? null : tokens.ResolveText(text);
}
