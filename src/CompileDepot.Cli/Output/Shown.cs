using System.Globalization;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Images;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Output;

/// <summary>Values as a person reads them; invariant, as all our messages are.</summary>
internal static class Shown
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Decimal units, as disks are sold and <c>du --si</c> counts.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1000 && unit < Units.Length - 1)
            (value, unit) = (value / 1000, unit + 1);
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms";

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1 build</c>, <c>2 builds</c>.</summary>
    public static string Count(int number, string what) => $"{Number(number)} {what}{(number == 1 ? "" : "s")}";

    /// <summary>What is in an image that was written.</summary>
    public static string Image(ImageSummary image) => $"{Count(image.Projects, "whole project")}, {Count(image.Entries, "step result")}, {Count(image.Blobs, "blob")}, {Bytes(image.Bytes)}";

    /// <summary>Local time, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A tokenized path as the user knows it: from the root.</summary>
    public static string Project(string tokenized) => PathTokens.FromRoot(tokenized);

    /// <summary><c>net10.0, Debug</c>, or what is known of it.</summary>
    public static string Variant(string framework, string configuration) => string.Join(", ", new[] { framework, configuration }.Where(s => s.Length > 0));

    public static string Outcome(ActionRecord action) => (action.Outcome, action.Task) switch
    {
        (ActionOutcome.Restored, _) => "restored",
        (ActionOutcome.Compiled, ActionRecord.WholeProject) => "built",
        (ActionOutcome.Compiled, _) when action.IsStep => "run",
        (ActionOutcome.Compiled, _) => "compiled",
        (_, ActionRecord.WholeProject) => "built, not stored",
        _ when action.IsStep => "run, not stored",
        _ => "compiled, not stored",
    };

    /// <summary>What ran, or was restored instead.</summary>
    public static string Step(string task) => task == ActionRecord.WholeProject ? "as a whole" : task.Replace(PathTokens.InRoot, "", StringComparison.Ordinal);
}
