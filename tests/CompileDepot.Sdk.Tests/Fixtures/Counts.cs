using System.Globalization;
using System.Text.RegularExpressions;
using CompileDepot.Core.Builds;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>What CompileDepot itself says that a build did. The one place that knows where it says so.</summary>
public sealed partial record Counts(int Compiled, int Restored)
{
    public static Counts Of(Binlog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new Counts(
            log.DepotMessages.Count(line => line.StartsWith("CompileDepot: compiled ", StringComparison.Ordinal)),
            log.DepotMessages.Where(line => line.StartsWith("CompileDepot: restored ", StringComparison.Ordinal)).Sum(Compiles));
    }

    // A project that was restored whole names the number of its compiles.
    private static int Compiles(string line) => Whole().Match(line) is { Success: true } whole ? int.Parse(whole.Groups["compiles"].Value, NumberStyles.None, CultureInfo.InvariantCulture) : 1;

    [GeneratedRegex(@" whole [0-9a-f]+, its (?<compiles>\d+) compiles,")]
    private static partial Regex Whole();

    /// <summary>What the depot has on record of a build that began at a moment; null where it has nothing.</summary>
    public static Counts? Recorded(string depot, string root, DateTimeOffset since)
    {
        var summary = BuildRecordReader.ReadSince(depot, root, since);
        return summary.Actions.Count == 0 ? null : new Counts(summary.Compiled, summary.Restored);
    }
}
