using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Packages;

/// <summary>Ahead of NuGet's restore: gives projects that were never restored in this tree what NuGet wrote for the same before. NuGet then finds itself up to date, or does its work.</summary>
[MSBuildMultiThreadableTask]
public sealed class RestorePackages : PackageTask
{
    /// <summary>What NuGet's targets collected: <c>@(_RestoreGraphEntry)</c>.</summary>
    [Required]
    public ITaskItem[] Graph { get; set; } = [];

    /// <summary>Of MSBuild, in the SDK: <c>$(MSBuildToolsPath)</c>.</summary>
    [Required]
    public string ToolsFolder { get; set; } = "";

    /// <summary>See <see cref="DepotProperties.Parse"/>.</summary>
    public string Settings { get; set; } = "";

    /// <summary>Whether the tree is gone at once (<c>compiledepot hash --since</c>): then no depot keeps a record of it.</summary>
    public bool Forgets { get; set; }

    private protected override void Run()
    {
        var start = Stopwatch.GetTimestamp();
        var settings = DepotSettings.Parse(DepotProperties.Parse(Settings), Path.GetDirectoryName(Project)!);
        // A tree that was restored before costs one look a project, and none of NuGet's assemblies is loaded early.
        if (settings.IsOff || settings.Mode == DepotMode.Verify || !HasNew() || PackageRun.Begin(settings, BuildUnderWay.Of(BuildEngine4).RemotesOf(settings), Graph, ToolsFolder, Forgets) is not { } run)
            return;
        BuildEngine4.RegisterTaskObject(RunKey, (run, settings), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        run.Restore();
        foreach (var damage in run.Damage)
            Own.Once($"{DiagnosticCodes.DepotDamage}: {damage}. NuGet makes it anew.");
        Own.Notes(BuildUnderWay.Of(BuildEngine4).RemotesOf(settings));
        var misses = run.Misses.ToList();
        foreach (var (project, why) in misses)
            Log.LogMessage(MessageImportance.Low, $"CompileDepot: {project} is left to NuGet: {why}");
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        Log.LogMessage(MessageImportance.Normal, $"CompileDepot: NuGet's results for {run.Projects - misses.Count} of {run.Projects} new projects are from the depot, in {elapsed} ms");
    }

    private bool HasNew()
    {
        var restored = Graph.Where(i => i.GetMetadata("Type") == "RestoreSpec").Select(i => i.GetMetadata("ProjectUniqueName")).ToHashSet(StringComparer.Ordinal);
        return Graph.Any(i => IsNew(i) && restored.Contains(i.GetMetadata("ProjectUniqueName")));
    }

    private static bool IsNew(ITaskItem item) =>
        item.GetMetadata("Type") == "ProjectSpec" && item.GetMetadata("OutputPath") is { Length: > 0 } output && !File.Exists(Path.Combine(output, "project.nuget.cache"));
}
