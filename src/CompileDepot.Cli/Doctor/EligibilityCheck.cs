using CompileDepot.Core.Actions;

namespace CompileDepot.Cli.Doctor;

/// <summary>Which projects are restored whole, and why the others are not.</summary>
internal sealed class EligibilityCheck : IDoctorCheck
{
    private const string About = "whole projects";

    public IEnumerable<Finding> Examine(Patient patient)
    {
        // What keeps them from being evaluated, or has them off, others say.
        var projects = patient.Projects.Projects.Where(p => p.IsOn).ToList();
        if (projects.Count == 0)
            yield break;
        foreach (var group in projects.Where(p => p.Fault is not null).GroupBy(p => (Fault: p.Fault!, p.IsBroken)))
            yield return new Finding(group.Key.IsBroken ? Verdict.Wrong : Verdict.Unchecked, About, group.Key.Fault.TrimEnd('.'), "Mend that, and ask again.") { Where = [.. group.Select(p => p.Name)] };
        foreach (var group in projects.Where(p => p.Ineligible is not null).GroupBy(p => p.Ineligible!).OrderBy(g => g.Key.Sentence, StringComparer.Ordinal))
        {
            var isUnrestored = group.Key.Kind == UncacheableReason.AssetsMissing;
            yield return new Finding(
                isUnrestored ? Verdict.Unchecked : Verdict.Notice,
                About,
                $"{(isUnrestored ? "not known" : "their compiles are restored, and the rest of their builds is not")}: {group.Key.Sentence}",
                isUnrestored ? "Run 'dotnet restore' first." : Remedies.For(group.Key.Kind))
            { Where = [.. group.Select(p => p.Name)] };
        }
        if (projects.Count(p => p is { Ineligible: null, Fault: null }) is > 0 and var good)
            yield return Finding.Good(About, $"{good} of {Output.Shown.Count(projects.Count, "project")} can be restored whole");
    }
}
