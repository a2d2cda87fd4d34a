using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Doctor;

/// <summary>Whether the projects have CompileDepot.Sdk, of the version that this tool is of.</summary>
internal sealed class PresenceCheck : IDoctorCheck
{
    private const string About = "CompileDepot.Sdk";

    public IEnumerable<Finding> Examine(Patient patient)
    {
        var presence = SdkPresence.Look(patient.Root);
        var survey = patient.Projects;
        if (survey.Fault is null)
        {
            if (Imported(survey) is { } imported)
                yield return imported;
        }
        else
        {
            yield return Pinned(presence, patient.Root);
        }
        foreach (var version in Versions(survey, presence).Where(v => v != Cli.Version))
            yield return new Finding(Verdict.Wrong, About, $"builds use version {version}, and this tool is {Cli.Version}: they may not understand each other's records", "'compiledepot init' pins the tool's version; 'dotnet tool update' brings the tool up to date.");
    }

    private static Finding? Imported(ProjectSurvey survey)
    {
        var without = survey.Projects.Where(p => !p.HasUs).Select(p => p.Name).ToList();
        var off = survey.Projects.Where(p => p.HasUs && !p.IsOn).Select(p => p.Name).ToList();
        if (without.Count > 0)
        {
            return without.Count == survey.Projects.Count
                ? new Finding(Verdict.Wrong, About, "no project imports it, so nothing is restored or stored", "Add it with 'compiledepot init'.")
                : new Finding(Verdict.Notice, About, "some projects do not import it, and are always compiled", "See that no nested Directory.Build file hides that of the repository's top.") { Where = without };
        }
        return off.Count > 0
            ? new Finding(Verdict.Notice, About, "it is switched off in some projects", "Look where CompileDepotEnabled, CompileDepotMode or a switch -mt is set.") { Where = off }
            : Finding.Good(About, $"imported by {Output.Shown.Count(survey.Projects.Count, "project")}");
    }

    private static Finding Pinned(SdkPresence presence, string root) => presence.State switch
    {
        SdkState.Added => Finding.Good(About, $"{root} has version {presence.Version}"),
        SdkState.Partly => new Finding(Verdict.Wrong, About, $"{root} has only a part of it; it is missing in {string.Join(", ", presence.Missing)}", "'compiledepot init' completes it."),
        SdkState.Unknown => new Finding(Verdict.Unchecked, About, presence.Fault!.TrimEnd('.'), "Mend that file."),
        _ => new Finding(Verdict.Notice, About, $"{root} does not have it in its top folder", "Add it with 'compiledepot init', unless single projects name it."),
    };

    // A package lies in a folder named by its version; where it is imported from elsewhere, what global.json pins is all there is.
    private static List<string> Versions(ProjectSurvey survey, SdkPresence presence)
    {
        var imported = survey.PackageFolders.Select(f => Path.TrimEndingDirectorySeparator(f))
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f))?.Equals(About, StringComparison.OrdinalIgnoreCase) == true).Select(f => Path.GetFileName(f)).Distinct().ToList();
        return imported.Count > 0 ? imported : presence.Version is { } pinned ? [pinned] : [];
    }
}
