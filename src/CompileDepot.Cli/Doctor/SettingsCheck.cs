using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor;

/// <summary>Settings of the projects that keep results out of the depot, or bind them to one place.</summary>
internal sealed class SettingsCheck : IDoctorCheck
{
    private const string About = "settings";

    private static readonly string[] Versions = ["AssemblyVersion", "Version"];

    // What a project may have, and which version or package of it: else a person has to search.
    private static readonly Rule[] Rules =
    [
        new(Verdict.Wrong, p => p.IsNot("Deterministic"), "Deterministic=false: the compiler makes something else each time, so nothing is stored", "Remove the setting; true is the default."),
        new(Verdict.Wrong, p => Starred(p).Any(), "a version with a star takes its number from the clock, so nothing is stored", "Give the version in full, or take it from the commit (MinVer, Nerdbank.GitVersioning).",
            p => Starred(p).Select(n => $"{n} {p[n]}")),
        new(Verdict.Notice, p => p["DebugType"].Equals("embedded", StringComparison.OrdinalIgnoreCase), "DebugType=embedded: results serve the path and commit where they were made alone", "Set DebugType to portable."),
        new(Verdict.Notice, p => p["DebugType"] is var type && (type.Equals("full", StringComparison.OrdinalIgnoreCase) || type.Equals("pdbonly", StringComparison.OrdinalIgnoreCase)) && OperatingSystem.IsWindows(), "Windows PDBs serve the path and commit where they were made alone", "Set DebugType to portable."),
        new(Verdict.Notice, p => p.Is("SignAssembly") && p["AssemblyOriginatorKeyFile"].Length > 0 && !p.Is("PublicSign") && !p.Is("DelaySign"), "a strong name with a private key: results serve the path and commit where they were made alone", "Set PublicSign to true, and sign what is published."),
        new(Verdict.Notice, p => p["PathMap"].Length > 0 && !p.Is("ContinuousIntegrationBuild") && p["Language"] == "F#", "PathMap in F#: results serve the checkout where they were made", "Leave PathMap out of builds on developers' machines."),
        new(Verdict.Notice, p => p.Is("EmbedAllSources"), "EmbedAllSources: sources are in the PDB, so results of another path have all of them compared and written anew", "Source Link serves debuggers as well."),
        new(Verdict.Notice, p => p["CompileDepotMode"] is { Length: > 0 } mode && mode is not ("ReadWrite" or "Off"), "CompileDepotMode is not ReadWrite", "Leave it out, unless this is wanted here."),
        new(Verdict.Notice, p => p.Misspelt.Count > 0, "settings that CompileDepot does not have: they do nothing", "Correct the name; 'compiledepot help settings' lists all.", p => p.Misspelt.Select(Nearest)),
        new(Verdict.Notice, p => p.Is("ContinuousIntegrationBuild"), "ContinuousIntegrationBuild=true: results serve only builds that have it set, too", "Set it only where it is needed, by a condition on a variable of CI."),
        new(Verdict.Notice, p => Floating(p).Any() && !p.Is("RestorePackagesWithLockFile"), "floating package versions: sources decide at each restore what is compiled with, and the restore of packages is left to NuGet", "Give versions in full, or set RestorePackagesWithLockFile to true.",
            p => Floating(p).Select(f => $"{f.Name} {f.Version}")),
    ];

    public IEnumerable<Finding> Examine(Patient patient)
    {
        var survey = patient.Projects;
        if (survey.Fault is { } fault)
            return [new Finding(survey.IsBroken ? Verdict.Wrong : Verdict.Unchecked, "projects", fault.TrimEnd('.'), survey.IsBroken ? "See that 'dotnet build' gets as far as building them." : "Name a solution or project.")];
        var found = Rules.Select(r => (Rule: r, Where: survey.Projects.Where(r.Has).Select(r.Name).ToList())).Where(f => f.Where.Count > 0)
            .Select(f => new Finding(f.Rule.Verdict, About, f.Rule.What, f.Rule.Fix) { Where = f.Where }).ToList();
        return found.Count > 0 ? found : [Finding.Good(About, $"nothing in {Output.Shown.Count(survey.Projects.Count, "project")} keeps results from being stored or shared")];
    }

    private static string Nearest(string name) => NearestName.Of(name, SettingsCatalog.All.Select(s => s.Name)) is { } near ? $"{name}: perhaps {near}" : name;

    private static IEnumerable<string> Starred(SurveyedProject project) => Versions.Where(n => project[n].Contains('*'));

    // A range without a star gives the lowest version in it, which stays.
    private static IEnumerable<(string Name, string Version)> Floating(SurveyedProject project) => project.Packages.Where(p => p.Version.Contains('*'));

    private sealed record Rule(Verdict Verdict, Func<SurveyedProject, bool> Has, string What, string Fix, Func<SurveyedProject, IEnumerable<string>>? Details = null)
    {
        public string Name(SurveyedProject project) => Details is null ? project.Name : $"{project.Name} ({string.Join(", ", Details(project))})";
    }
}
