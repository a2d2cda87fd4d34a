using System.Collections.Concurrent;
using CompileDepot.Core.Actions;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// Whether a depot may stand in for the whole build of a project. A skipped step must be one whose effects a depot holds: so every target has to be the SDK's own, of a known package, or declared
/// with <c>RestorableTarget</c>.
/// </summary>
internal static class Eligibility
{
    public const string Declaration = "RestorableTarget";

    // Whose file a target is in: the same for all projects that a process builds, with one SDK and one folder of packages.
    private static readonly ConcurrentDictionary<string, bool> Owned = new(StringComparer.Ordinal);

    // Steps of the SDK that do more than files and items tell.
    private static readonly (string Property, string Step)[] Steps =
    [
        ("GeneratePackageOnBuild", "packing after each build (GeneratePackageOnBuild)"),
        ("UseWPF", "markup compiling (UseWPF)"),
        ("UseWindowsForms", "Windows Forms (UseWindowsForms)"),
        ("RegisterForComInterop", "registering for COM (RegisterForComInterop)"),
    ];

    /// <returns>Null: it may. Otherwise the first reason why not.</returns>
    public static Reason? Check(ProjectInstance project, ProjectFacts facts)
    {
        foreach (var name in new[] { "PreBuildEvent", "PostBuildEvent" })
        {
            if (project.GetPropertyValue(name).AsSpan().Trim().Length > 0)
                return new Reason(UncacheableReason.BuildEvent, name);
        }
        foreach (var (property, step) in Steps)
        {
            if (project.GetPropertyValue(property).Equals("true", StringComparison.OrdinalIgnoreCase))
                return new Reason(UncacheableReason.StepUnknown, step);
        }
        // Written beside the sources, and so by no restore; where it is there already, it says what the build would write.
        foreach (var item in project.GetItems("StaticWrite"))
        {
            if (!File.Exists(Path.Combine(project.Directory, item.EvaluatedInclude.Replace('\\', '/'))))
                return new Reason(UncacheableReason.StepUnknown, $"the file of ids {item.EvaluatedInclude}, which is not there yet, is written");
        }
        var declared = project.GetItems(Declaration).Select(i => i.EvaluatedInclude).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, target) in project.Targets)
        {
            if (!Owned.GetOrAdd(target.FullPath, facts.OwnsTargets) && !declared.Contains(name))
                return new Reason(UncacheableReason.TargetUnknown, $"{name} ({facts.Tokens.Tokenize(target.FullPath)}:{target.Location.Line})");
        }
        return null;
    }
}
