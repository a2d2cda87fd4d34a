using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>Makes the diagnostics of an entry happen again, as real events of the engine: <c>-warnaserror</c>, <c>MSBuildWarningsAsMessages</c> and binary logs see what a compile would have given.</summary>
internal static class EffectReplayer
{
    public static void Replay(IBuildEngine engine, IEnumerable<Effect> effects, PathTokens tokens)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case WarningEffect w:
                    engine.LogWarningEvent(new BuildWarningEventArgs(
                        w.Subcategory,
                        w.Code,
                        // A relative name, or one that no token begins, is as it was.
                        w.File is null ? null : tokens.Resolve(w.File) ?? w.File,
                        w.Line,
                        w.Column,
                        w.EndLine,
                        w.EndColumn,
                        w.Message is null ? null : tokens.ResolveText(w.Message),
                        w.HelpKeyword,
                        w.Sender,
                        w.HelpLink,
                        DateTime.UtcNow,
                        messageArgs: null));
                    break;
                case MessageEffect m:
                    engine.LogMessageEvent(new BuildMessageEventArgs(m.Text is null ? null : tokens.ResolveText(m.Text), null, m.Sender, (MessageImportance)m.Importance));
                    break;
            }
        }
    }
}
