using CompileDepot.Cli.Output;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor;

/// <summary>Each depot of the stack: whether it works, what its file system can do, and whether clocks agree.</summary>
internal sealed class DepotCheck : IDoctorCheck
{
    // A middle-sized solution's first build stores some hundred megabytes; below that builds go on, and store nothing more.
    private const long LittleSpace = 500_000_000;

    // Stamps of use, and so collection, reckon in hours; a build reckons in the file system's own times.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(5);

    public IEnumerable<Finding> Examine(Patient patient)
    {
        var elsewhere = Elsewhere(patient).ToList();
        if (patient.Depots.Count > 0)
            return patient.Depots.SelectMany((folder, i) => Examine(folder, isFirst: i == 0)).Concat(elsewhere);
        // Projects that name a stack have it, whatever this shell says.
        var others = patient.Projects.Projects.Where(p => p.IsOn && p[DepotPath.Property].Length == 0).Select(p => p.Name).ToList();
        return elsewhere.Count > 0 && others.Count == 0
            ? elsewhere
            : elsewhere.Prepend(new Finding(Verdict.Wrong, "depots", "caching is off: the stack of depots is empty", "Unset COMPILEDEPOT_PATH for the default depots, or name one in it.") { Where = elsewhere.Count > 0 ? others : [] });
    }

    // The variables of this shell, or --depot, say what was looked at; a project may say otherwise.
    private static IEnumerable<Finding> Elsewhere(Patient patient) => patient.Projects.Projects.Where(p => p.IsOn && p[DepotPath.Property].Length > 0).GroupBy(p => p[DepotPath.Property])
        .Where(g => !IsTheStack(g.Key, patient.Depots))
        .Select(g => new Finding(Verdict.Unchecked, "depots", $"projects name others ({DepotPath.Property}={g.Key}), which were not looked at", $"Ask again with --depot {g.Key}.") { Where = [.. g.Select(p => p.Name)] });

    // What can't be a path is told with what else keeps a project from being restored.
    private static bool IsTheStack(string path, IReadOnlyList<string> depots)
    {
        try
        {
            return DepotPath.Parse(path, DepotPath.Property).SequenceEqual(depots);
        }
        catch (SettingsException)
        {
            return true;
        }
    }

    private static IEnumerable<Finding> Examine(string folder, bool isFirst)
    {
        var inventory = DepotInventory.Take(folder, isFirst);
        if (inventory.Faults is [var fault, ..])
        {
            yield return new Finding(Verdict.Wrong, folder, $"it does not work: {fault.TrimEnd('.')}", "Give the right to read it, or take it out of the stack.");
            yield break;
        }
        if (!inventory.Writable)
        {
            yield return isFirst
                ? new Finding(Verdict.Wrong, folder, "nothing can be written here, so builds store nothing", "Free space or give rights, or name another depot first.")
                : Finding.Good(folder, inventory.Exists ? "it is read, and can't be written" : "it is not there, which is no fault: it is only read");
            if (inventory.Exists)
                yield return Records(folder) ?? Finding.Good(folder, "no record is from the future");
            yield break;
        }
        yield return Finding.Good(folder, !inventory.Exists ? isFirst ? "it is not there yet; the first build makes it" : "it is not there, which is no fault: it is only read"
            : $"{(isFirst ? "written and read" : "read")}; {Shown.Count(inventory.Blobs, "blob")}, {Shown.Bytes(inventory.Bytes)}");
        if (inventory.SetAside > 0)
            yield return new Finding(Verdict.Notice, folder, $"builds have set aside {Shown.Count(inventory.SetAside, "damaged file")}", "Look at the disk if it happens again; 'compiledepot collect' removes them.");
        // One that is only read and is not there has no file system.
        if (!inventory.Exists && !isFirst)
            yield break;
        foreach (var finding in FileSystem(folder))
            yield return finding;
        if (inventory.Exists && Records(folder) is { } record)
            yield return record;
    }

    private static IEnumerable<Finding> FileSystem(string folder)
    {
        var nearest = folder;
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above)
            nearest = above;
        FileSystemProbe? probe = null;
        string? fault = null;
        try
        {
            probe = FileSystemProbe.Take(nearest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
        }
        return probe is null ? [new Finding(Verdict.Unchecked, folder, $"what its file system can do: {fault!.TrimEnd('.')}", "See that folders can be made and removed there.")] : Judge(folder, probe);
    }

    /// <summary>What a file system's abilities mean for a depot.</summary>
    internal static IEnumerable<Finding> Judge(string folder, FileSystemProbe probe)
    {
        var format = probe.Format.Length > 0 ? probe.Format : "its file system";
        if (!probe.ReplacesAtomically)
            yield return new Finding(Verdict.Wrong, folder, $"{format} does not replace files whole while they are read: builds may disturb each other", "Put the depot on a local disk.");
        if (probe.IsRemote)
            yield return new Finding(Verdict.Notice, folder, $"{format} is on another machine: each look-up is a way over the network", "Put a local depot in front of it in COMPILEDEPOT_PATH.");
        if (probe.TimeStep >= TimeSpan.FromSeconds(1))
            yield return new Finding(Verdict.Notice, folder, $"{format} keeps {probe.TimeStepText}: files that change twice in that time are hashed anew by each build", "Put trees and depot on a file system with exact times.");
        if (probe.ClockAhead.Duration() > ToleratedSkew)
            yield return new Finding(Verdict.Wrong, folder, $"its clock is {Shown.Seconds(probe.ClockAhead.Duration())} {(probe.ClockAhead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's: MSBuild and collection go by times", "Let both machines take their time from one server (NTP).");
        if (probe.FreeBytes is >= 0 and < LittleSpace)
            yield return new Finding(Verdict.Notice, folder, $"{Shown.Bytes(probe.FreeBytes)} are free: where it is full, builds store nothing more", "Free space, or run 'compiledepot collect --max-size'.");
        string?[] able =
        [
            probe.ReplacesAtomically ? "replaces files whole" : null,
            probe.Clones switch { true => "copies share blocks (reflink)", false => "copies take space and time of their own (no reflink)", _ => null },
            probe.TimeStepText,
            probe.SeesCase ? "upper and lower case differ" : "upper and lower case are alike",
            probe.FreeBytes >= 0 ? $"{Shown.Bytes(probe.FreeBytes)} free" : null,
        ];
        yield return Finding.Good(folder, $"{format}: {string.Join(", ", able.OfType<string>())}");
    }

    private static Finding? Records(string folder)
    {
        var limit = DateTimeOffset.UtcNow + ToleratedSkew;
        var future = RootRecord.ReadAll(new DepotLayout(folder)).Where(r => r.Time > limit).Select(r => Shown.Project(r.Project)).Distinct().ToList();
        return future.Count == 0 ? null : new Finding(Verdict.Wrong, folder, "it holds records from the future, so a clock is or was wrong: collection keeps what they name too long", "Set the clocks of the machines that build; the next build writes its records anew.") { Where = future };
    }
}
