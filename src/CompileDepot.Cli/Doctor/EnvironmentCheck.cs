using System.Text.RegularExpressions;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor;

/// <summary>Variables and response files that switch CompileDepot off, or make what it does not restore slower.</summary>
internal sealed partial class EnvironmentCheck : IDoctorCheck
{
    private const string About = "environment";

    private static readonly string[] Multithreaded = ["MSBUILDENABLEMULTITHREADED", "MSBUILDFORCEMULTITHREADED"];
    private static readonly string[] Servers = ["MSBUILDUSESERVER", "DOTNET_CLI_USE_MSBUILD_SERVER"];

    public IEnumerable<Finding> Examine(Patient patient)
    {
        var found = Look(patient).ToList();
        return found.Count > 0 ? found : [Finding.Good(About, "no variable and no response file stands in the way")];
    }

    private static IEnumerable<Finding> Look(Patient patient)
    {
        var switches = ResponseFile.Read(patient.Folder);
        foreach (var name in Multithreaded.Where(n => patient.Variable(n) == "1"))
            yield return new Finding(Verdict.Wrong, About, $"{name}=1: in the multithreaded mode CompileDepot is off", "Unset it.");
        if (switches.FirstOrDefault(s => ResponseFile.Argument(s.Switch, "mt", "multithreaded") is { } on && !on.Equals("false", StringComparison.OrdinalIgnoreCase)) is { Switch: { } multithreaded, File: var file })
        {
            // A build looks for the switch where it can: see CompileDepot.Tasks.props.
            yield return file == ResponseFile.Find(patient.Folder)
                ? new Finding(Verdict.Wrong, About, $"{file} has {multithreaded}: in the multithreaded mode CompileDepot is off", "Take the switch out.")
                : new Finding(Verdict.Wrong, About, $"{file} has {multithreaded}, which builds see in {ResponseFile.Name} alone: their compiles fail with an error of MSBuild's", $"Take the switch out, or move it to {ResponseFile.Name}, where it switches CompileDepot off.");
        }
        foreach (var name in Servers.Where(n => IsOn(patient.Variable(n))))
            yield return new Finding(Verdict.Notice, About, $"{name} is set: with the MSBuild server a switch -mt can't be seen, and its tasks may fail then", "Do not use -mt with it.");
        if (patient.Variable("CompileDepotEnabled") is { Length: > 0 } enabled && !enabled.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            var isOff = enabled.Equals("false", StringComparison.OrdinalIgnoreCase);
            yield return new Finding(Verdict.Wrong, About, $"CompileDepotEnabled={enabled}: {(isOff ? "CompileDepot is off in every build of this shell" : $"it is neither true nor false, so every build of this shell fails ({DiagnosticCodes.BadBoolean})")}", "Unset it.");
        }
        if (IsOff(patient.Variable("UseSharedCompilation")) || patient.Projects.Projects.Any(p => p.IsNot("UseSharedCompilation")))
            yield return new Finding(Verdict.Notice, About, "the compiler server is off (UseSharedCompilation=false): what has to be compiled takes longer", "Leave the setting out where processes may outlive a build.");
        if (patient.Variable("MSBUILDDISABLENODEREUSE") == "1" || switches.Any(s => IsOff(ResponseFile.Argument(s.Switch, "nr", "nodeReuse"))))
            yield return new Finding(Verdict.Notice, About, "MSBuild's nodes are not kept: each build starts them anew, and the first hit of a process takes longest", "Leave the setting out where processes may outlive a build.");
        if (patient.Variable("CI") is { Length: > 0 } && patient.Projects.Projects is { Count: > 0 } projects && projects.All(p => !p.Is("ContinuousIntegrationBuild")))
            yield return new Finding(Verdict.Notice, About, "this is CI, and ContinuousIntegrationBuild is not set: paths that outputs hold are those of this machine", "Set it in builds that are published; it makes keys of its own, so leave it out where CI is to fill the depot of developers.");
    }

    private static bool IsOff(string? value) => value is not null && Off().IsMatch(value);

    private static bool IsOn(string? value) => value is { Length: > 0 } && !IsOff(value);

    [GeneratedRegex("^(0|false|off|no)$", RegexOptions.IgnoreCase)]
    private static partial Regex Off();
}
