using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Packages;

/// <summary>After NuGet's restore succeeded: keeps what NuGet wrote for projects that <see cref="RestorePackages"/> left to it.</summary>
[MSBuildMultiThreadableTask]
public sealed class KeepPackages : PackageTask
{
    private protected override void Run()
    {
        if (BuildEngine4.UnregisterTaskObject(RunKey, RegisteredTaskObjectLifetime.Build) is not ValueTuple<PackageRun, DepotSettings>(var run, { Mode: DepotMode.ReadWrite or DepotMode.Refresh }))
            return;
        var kept = run.Keep();
        if (kept.Count == 0)
            return;
        foreach (var (project, why) in kept.Where(k => k.Value is not null).OrderBy(k => k.Key, StringComparer.Ordinal))
            Log.LogMessage(MessageImportance.Normal, $"CompileDepot: NuGet's result for {project} is not kept: {why}");
        Log.LogMessage(MessageImportance.Normal, $"CompileDepot: NuGet's results for {kept.Values.Count(v => v is null)} of {kept.Count} projects are kept");
    }
}
