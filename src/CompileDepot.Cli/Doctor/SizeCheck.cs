using CompileDepot.Cli.Output;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;

namespace CompileDepot.Cli.Doctor;

/// <summary>How much of the first depot nobody needs.</summary>
internal sealed class SizeCheck : IDoctorCheck
{
    // Half of it, and enough to notice on a disk.
    private const double MuchShare = 0.5;
    private const long MuchBytes = 1_000_000_000;

    public IEnumerable<Finding> Examine(Patient patient)
    {
        if (patient.Depots is not [var folder, ..] || !Directory.Exists(folder))
            yield break;
        CollectionPlan? plan = null;
        var fault = "";
        try
        {
            plan = new Collector(new DepotStack(patient.Depots), new CollectOptions(DateTimeOffset.UtcNow)).Look().Plan;
        }
        catch (CollectException e)
        {
            fault = e.Message;
        }
        if (plan is null)
        {
            yield return new Finding(Verdict.Unchecked, folder, $"what of it is needed: {fault.TrimEnd('.')}", "Give the right to read it.");
            yield break;
        }
        var free = plan.Bytes - plan.Left;
        yield return free > MuchBytes && free > plan.Bytes * MuchShare
            ? new Finding(Verdict.Notice, folder, $"no checkout needs {Shown.Bytes(free)} of its {Shown.Bytes(plan.Bytes)}", "'compiledepot collect' frees it.")
            : Finding.Good(folder, $"{Shown.Bytes(plan.Left)} of its {Shown.Bytes(plan.Bytes)} are needed, or were used lately");
    }
}
