using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Packages;

/// <summary>What the tasks around NuGet's restore share. None of them ever fails a build: NuGet does what they leave undone.</summary>
public abstract class PackageTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The project or solution that is restored.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>What we say as ourselves.</summary>
    private protected DepotLog Own => new(BuildEngine4, Project);

    private protected string RunKey => "CompileDepot packages " + Project;

    public override bool Execute()
    {
        try
        {
            Run();
        }
        catch (SettingsException e)
        {
            // Every project reports it, as an error.
            Log.LogMessage(MessageImportance.Low, $"CompileDepot: {e.Message}");
        }
        catch (Exception e)
        {
            Own.InternalFault(e, "NuGet runs as if CompileDepot were not there");
        }
        return true;
    }

    private protected abstract void Run();
}
