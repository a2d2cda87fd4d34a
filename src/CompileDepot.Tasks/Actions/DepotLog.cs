using CompileDepot.Core.Depots;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Actions;

/// <summary>What we say in a build. Our own faults are messages, never warnings: a build with <c>-warnaserror</c> must not fail for them.</summary>
internal sealed class DepotLog(IBuildEngine4 engine, string projectFile)
{
    /// <summary>Of all that we log; what others log has other senders.</summary>
    public const string Sender = "CompileDepot";

    /// <summary>One line, seen from normal verbosity on.</summary>
    public void Message(string text) => Message(text, MessageImportance.Normal);

    public void Error(string code, string text) => Error(engine, projectFile, code, text);

    /// <summary>For engines that know no more than the first one did.</summary>
    public static void Error(IBuildEngine engine, string? projectFile, string code, string text) => engine.LogErrorEvent(new BuildErrorEventArgs(null, code, projectFile, 0, 0, 0, 0, text, null, Sender));

    public void Warning(string code, string text) => engine.LogWarningEvent(new BuildWarningEventArgs(null, code, projectFile, 0, 0, 0, 0, text, null, Sender));

    /// <summary>Each damaged file and each depot that does not work, once a build and process, at minimal verbosity.</summary>
    public void Damage(DepotStack stack)
    {
        foreach (var text in DamageOf(stack))
            Once(text);
    }

    /// <summary>What there is to say of a stack that has been used.</summary>
    public static IEnumerable<string> DamageOf(DepotStack stack) =>
        stack.Damage.Select(d => $"{DiagnosticCodes.DepotDamage}: {d}. It is not used.").Concat(stack.Faults.Select(f => OfFault("the depot does not work: " + f)));

    /// <summary>What there is to say of remote depots since they were last asked; it is said once a build and process, at minimal verbosity.</summary>
    public void Notes(RemoteDepots? remotes)
    {
        foreach (var note in remotes?.TakeNotes() ?? [])
            Say(note);
    }

    public void Fault(string text) => Once(OfFault(text));

    /// <summary>Once a build and process, what keeps the project level off.</summary>
    public void NoProjectLevel(string missing) => Once($"{DiagnosticCodes.NoProjectLevel}: {missing}: this MSBuild does not show the evaluated project. Compiles are restored one by one.");

    /// <param name="instead">See <see cref="OwnFault"/>.</param>
    public void InternalFault(Exception e, string instead = "The build goes on as if CompileDepot were not there")
    {
        Once(OwnFault.Sentence(e, instead));
        Message(e.ToString(), MessageImportance.Low);
    }

    private static string OfFault(string text) => $"{DiagnosticCodes.DepotFault}: {text}. The build goes on without it.";

    /// <summary>Once a build and process, at minimal verbosity.</summary>
    public void Once(string text)
    {
        if (BuildUnderWay.Of(engine).IsFirst(text))
            Say(text);
    }

    private void Say(string text)
    {
        Message(text, MessageImportance.High);
        BuildUnderWay.Of(engine).Note(text);
    }

    private void Message(string text, MessageImportance importance) => engine.LogMessageEvent(new BuildMessageEventArgs("CompileDepot: " + text, null, Sender, importance));
}
