using CompileDepot.Cli.Output;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;

namespace CompileDepot.Cli.Doctor;

/// <summary>Results of this tree that serve no other checkout or commit, and which file is why.</summary>
internal sealed class BoundCheck : IDoctorCheck
{
    private const string About = "results";

    public IEnumerable<Finding> Examine(Patient patient)
    {
        if (patient.Depots.Count == 0)
            return [];
        var stack = new DepotStack(patient.Depots);
        var reader = new DepotReader(stack);
        var records = RootRecord.ReadAll(stack.First.Layout).Where(r => patient.RecordedRoots.Contains(r.Root)).ToList();
        if (records.Count == 0)
            return [new Finding(Verdict.Unchecked, About, $"no build of {string.Join(" or ", patient.RecordedRoots)} is recorded in {patient.Depots[0]}", "Build once with CompileDepot, and ask again.")];
        var bound = records.Select(r => (Name: Shown.Project(r.Project), Bound: Bound(r, stack, reader))).Where(r => r.Bound is not null).ToList();
        if (bound.Count == 0)
            return [Finding.Good(About, "all of this tree serve every checkout and commit")];
        return bound.GroupBy(b => b.Bound!.Value.Binding).OrderBy(g => g.Key).Select(g => new Finding(
            Verdict.Notice,
            About,
            $"some are bound to {ActionExplanation.Words(g.Key)}, and are made anew elsewhere",
            "See with 'compiledepot explain' what holds it; portable PDBs, public signing and relative paths bind nothing.")
        {
            Where = [.. g.Select(b => $"{b.Name} ({b.Bound!.Value.By})").Distinct().Order(StringComparer.Ordinal)],
        });
    }

    private static (Binding Binding, string By)? Bound(RootRecord record, DepotStack stack, DepotReader reader)
    {
        if (record.Task == ActionRecord.WholeProject)
        {
            return TreeHash.TryParse(record.KeyText.ToString(), out var tree) && stack.FindProjects(tree).FirstOrDefault(c => c.Entry.Root == record.Root) is { Entry.BoundBy: { } by }
                ? (Binding.Exact, by)
                : null;
        }
        return reader.FindEntry(record.Key) is ({ BoundTo: not Binding.None, BoundBy: { } why } entry, _) ? (entry.BoundTo, why) : null;
    }
}
