using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>What the tasks of preferences share. What a person wrote wrongly is said as a compiler says it; unlike a cache's fault, a fault here fails the build: to go on would be to build something else than was asked for.</summary>
public abstract class PreferenceTask : Microsoft.Build.Utilities.Task
{
    /// <summary>Full path of the project, or of what is restored.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    private protected abstract void Run();

    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (SettingsException e)
        {
            Log.LogError(null, e.Code, null, ProjectFile, 0, 0, 0, 0, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(DiagnosticCodes.PreferencesNotWritten, ProjectFile, $"What the preferences come to can't be written down for the build: {e.Message}. Free space, or grant rights.");
        }
        return !Log.HasLoggedErrors;
    }

    private protected void Fail(string code, string file, string message) => Log.LogError(null, code, null, file, 0, 0, 0, 0, message);

    /// <param name="isClosed">Whether what otherwise is a warning fails the build.</param>
    private protected void Say(PreferenceProblem problem, bool isClosed = false)
    {
        if (problem.IsError || isClosed)
            Log.LogError(null, problem.Code, null, problem.File, problem.Position.Line, problem.Position.Column, 0, 0, problem.Message);
        else
            Log.LogWarning(null, problem.Code, null, problem.File, problem.Position.Line, problem.Position.Column, 0, 0, problem.Message);
    }

    private protected static DeclaredPreference Read(ITaskItem item) => new(item.ItemSpec, item.GetMetadata("Type"), item.GetMetadata("Default"), item.GetMetadata("Values"), item.GetMetadata("Description"));
}
