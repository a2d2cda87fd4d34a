using CompileDepot.Core.Builds;

namespace CompileDepot.Cli.Doctor;

/// <summary>What the last build of this tree said of depots that do not work as they should: who builds in a terminal has not seen it.</summary>
internal sealed class LastBuildCheck : IDoctorCheck
{
    private const string About = "the last build";

    public IEnumerable<Finding> Examine(Patient patient)
    {
        if (patient.Depots.Count == 0)
            return [];
        var builds = patient.RecordedRoots.Select(r => BuildRecordReader.ReadLast(patient.Depots[0], r)).OfType<BuildSummary>().ToList();
        // Where none is recorded, the check of results says so.
        if (builds.Count == 0)
            return [];
        var notes = builds.SelectMany(b => b.Notes).Select(n => n.Text).Distinct().ToList();
        return notes.Count == 0
            ? [Finding.Good(About, "it said nothing against a depot")]
            : notes.Select(n => new Finding(Verdict.Notice, About, n.TrimEnd('.'), n.IndexOf(':') is > 0 and var end ? $"'compiledepot help {n[..end]}' tells more." : ""));
    }
}
