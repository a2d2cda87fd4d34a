using CompileDepot.Core.Builds;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Says in one line what the depot did for a solution's build. Never fails one.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportBuild : Microsoft.Build.Utilities.Task
{
    [Required]
    public string SolutionFolder { get; set; } = "";

    /// <summary>See <see cref="DepotProperties.Parse"/>.</summary>
    public string Settings { get; set; } = "";

    public override bool Execute()
    {
        try
        {
            var build = BuildUnderWay.Of(BuildEngine4);
            // What this process still has to send is sent before the last line; other processes do so when the build ends.
            foreach (var remote in build.Remotes)
            {
                remote.Flush();
                new DepotLog(BuildEngine4, SolutionFolder).Notes(remote);
                if (!remote.Report.IsEmpty)
                    Log.LogMessage(MessageImportance.Normal, "CompileDepot: " + remote.Report.Line);
            }
            var settings = DepotSettings.Parse(DepotProperties.Parse(Settings), SolutionFolder);
            if (settings.IsOff || build.Began is not { } began)
                return true;
            // Projects may name a depot that the solution does not know; this process has built some of them.
            var depots = settings.Depots.Take(1).Union(build.Depots);
            Log.LogMessage(MessageImportance.High, "CompileDepot: " + BuildRecordReader.LineSince(depots.Select(d => (d, settings.Root)), began));
        }
        catch (Exception e)
        {
            // Wrong settings have been reported by every project.
            Log.LogMessage(MessageImportance.Low, $"CompileDepot: no report: {e}");
        }
        return true;
    }
}
