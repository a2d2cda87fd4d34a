using CompileDepot.Cli.Output;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor;

/// <summary>Each remote depot that the projects, or the environment, name: whether it answers, and how fast.</summary>
internal sealed class RemoteCheck : IDoctorCheck
{
    private const string About = "remote depots";

    // A compile of a small project takes a few hundred milliseconds, and a hit a few answers one after the other.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(150);

    public IEnumerable<Finding> Examine(Patient patient)
    {
        var texts = patient.Projects.Projects.Select(p => p[SurveyedProject.Remote]).Append(patient.Variable(SurveyedProject.Remote) ?? "").Where(t => t.Length > 0).Distinct().ToList();
        if (texts.Count == 0)
            return [Finding.Good(About, "none is named")];
        try
        {
            return [.. texts.SelectMany(RemoteSetting.Parse).DistinctBy(r => (r.Address, r.Scope)).SelectMany(r => Judge(r, RemoteProbe.Take(r)))];
        }
        catch (SettingsException e)
        {
            return [new Finding(Verdict.Wrong, About, e.Message.TrimEnd('.'), $"'compiledepot help {e.Code}' tells how it is written.")];
        }
    }

    internal static IEnumerable<Finding> Judge(RemoteSetting remote, RemoteProbe probe)
    {
        if (probe.LacksCredentials)
            yield return new Finding(Verdict.Notice, remote.Place, $"the variable {remote.Auth} is not set here: it is read without credentials, and nothing is written", $"Set {remote.Auth} to the value of the header Authorization, where builds may write.");
        if (probe.Failure is { } failure)
        {
            yield return new Finding(Verdict.Wrong, remote.Place, $"it does not answer as it should: {probe.What.TrimEnd('.')}", failure switch
            {
                RemoteFailure.Denied => "Give the credentials that it asks for, by 'auth=' or netrc.",
                RemoteFailure.Certificate => "Let this machine trust the server's certificate.",
                _ => "Start it, or take it out of CompileDepotRemote; until then builds go on without it.",
            });
            yield break;
        }
        yield return probe.Delay > Slow
            ? new Finding(Verdict.Notice, remote.Place, $"an answer takes {Shown.Milliseconds(probe.Delay)}: small compiles are faster than their restore", "Put a server nearer, or leave it to builds that run near it.")
            : Finding.Good(remote.Place, $"answers in {Shown.Milliseconds(probe.Delay)}; {(remote.MayWrite && !probe.LacksCredentials ? "read and written" : "read")}{(remote.Scope is { } scope ? $", in the scope {scope}" : "")}");
    }
}
