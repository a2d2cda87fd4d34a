using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>What the tasks of preferences share.</summary>
public abstract class PreferenceTask : StrictTask
{
    private protected override (string Code, string Message) Fault(Exception e) =>
        (DiagnosticCodes.PreferencesNotWritten, $"A file of the project's preferences, or of what they come to for the build, can't be read or written: {e.Message}. Free space, or grant rights.");

    /// <param name="isClosed">Whether what otherwise is a warning fails the build.</param>
    private protected void Say(PreferenceProblem problem, bool isClosed = false)
    {
        if (problem.IsError || isClosed)
            Fail(problem.Code, problem.File, problem.Message, problem.Position.Line, problem.Position.Column);
        else
            Log.LogWarning(null, problem.Code, null, problem.File, problem.Position.Line, problem.Position.Column, 0, 0, problem.Message);
    }

    internal static DeclaredPreference Read(ITaskItem item) => new(item.ItemSpec, item.GetMetadata("Type"), item.GetMetadata("Default"), item.GetMetadata("Values"), item.GetMetadata("Description"));
}
