using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Preferences;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>
/// Checks the settings (CD0001, CD0002, CD0003, CD0053, CD0054), and keeps the facts and preferences that a compile depends on beside its files in one small file (see <see cref="IncrementalInputs"/>).
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ComputePreferenceDigest : Microsoft.Build.Utilities.Task
{
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>See <see cref="DepotProperties.Parse"/>.</summary>
    public string Settings { get; set; } = "";

    /// <summary>Items whose identity names a fact and whose metadata <c>Value</c> tells it.</summary>
    public ITaskItem[] Facts { get; set; } = [];

    /// <summary>What evaluation saw of the preferences (see <see cref="EvaluatedPreference"/>).</summary>
    public ITaskItem[] Preferences { get; set; } = [];

    /// <summary>The preferences that the project declares; no other is observed.</summary>
    public ITaskItem[] Declared { get; set; } = [];

    /// <summary>The file to keep; relative to the project.</summary>
    [Required]
    public string InputsFile { get; set; } = "";

    public override bool Execute()
    {
        var folder = Path.GetDirectoryName(ProjectFile)!;
        var file = Path.GetFullPath(InputsFile, folder);
        try
        {
            DepotSettings.Parse(DepotProperties.Parse(Settings), folder);
            IncrementalInputs.WriteIfChanged(file, Facts.Select(f => KeyValuePair.Create(f.ItemSpec, f.GetMetadata("Value"))), EvaluatedPreference.Observed(Preferences, Declared).Select(p => p.Fields));
        }
        catch (SettingsException e)
        {
            Log.LogError(null, e.Code, null, ProjectFile, 0, 0, 0, 0, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the file MSBuild compiles, and nothing is kept of it; with the former one, facts would be that are not true any more.
            AtomicFile.TryDelete(file);
            if (File.Exists(file))
                Log.LogError(null, DiagnosticCodes.PreferencesNotWritten, null, ProjectFile, 0, 0, 0, 0, $"{InputsFile} holds facts of an earlier build, and can be neither written nor deleted: {e.Message}");
            else
                Log.LogMessage(MessageImportance.Normal, $"CompileDepot: {InputsFile} can't be written: {e.Message}");
        }
        return !Log.HasLoggedErrors;
    }
}
