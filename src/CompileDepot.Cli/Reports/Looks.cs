using System.Globalization;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>How a page shows values. Times are UTC: the same records make the same page everywhere.</summary>
internal static class Looks
{
    /// <summary>Names a class of the style sheet and, after <c>mark-</c>, a symbol: an outcome has a colour, a shape and a word, so that none is needed to know it.</summary>
    public static string Class(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.RestoredWhole => "whole",
        NodeOutcome.Restored => "restored",
        NodeOutcome.Compiled => "compiled",
        NodeOutcome.NotStored => "unstored",
        NodeOutcome.NothingToDo => "nothing",
        _ => "unrecorded",
    };

    public static string Label(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.RestoredWhole => "restored whole",
        NodeOutcome.Restored => "restored",
        NodeOutcome.Compiled => "compiled",
        NodeOutcome.NotStored => "not stored",
        NodeOutcome.NothingToDo => "nothing to compile",
        _ => "not recorded",
    };

    /// <summary>The outcome that a project of this one action would have.</summary>
    public static NodeOutcome Outcome(ReportedAction action) => action.Action.Outcome switch
    {
        ActionOutcome.Restored => action.Level == ActionLevel.Project ? NodeOutcome.RestoredWhole : NodeOutcome.Restored,
        ActionOutcome.Compiled => NodeOutcome.Compiled,
        _ => NodeOutcome.NotStored,
    };

    public static string Duration(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : time < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes):0} min {time.Seconds} s");

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
