using System.CommandLine;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Init;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot status</c>: which depots there are, what is in them, and whether the repository uses them.</summary>
internal sealed class StatusCommand : Command
{
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public StatusCommand(Report report, CliEnvironment environment)
        : base("status", "Shows the depots, what is in them, and whether this repository uses CompileDepot.")
    {
        (_report, _environment) = (report, environment);
        Options.Add(_depot);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var depots = SharedOptions.Depots(parsed, _depot, _environment).Select((p, i) => DepotInventory.Take(p, isFirst: i == 0)).ToList();
        var root = RootLocator.Find(_environment.CurrentFolder());
        var sdk = SdkPresence.Look(root);
        if (parsed.GetValue(_json))
            _report.Json(Shape(depots, root, sdk));
        else
            Show(depots, root, sdk);
        return Judge(depots);
    }

    private static object Shape(List<DepotInventory> depots, string root, SdkPresence sdk) => new
    {
        Off = depots.Count == 0,
        Depots = depots.Select((d, i) => new { d.Folder, First = i == 0, d.Exists, d.Writable, d.Blobs, d.Entries, d.Projects, d.Bytes, Damaged = d.SetAside, d.Faults, Collected = Collected(d) }),
        Repository = new { Root = root, Sdk = sdk.State, sdk.Version, sdk.Missing, sdk.Fault, Graph = GraphFile(root) is not null },
    };

    private void Show(List<DepotInventory> depots, string root, SdkPresence sdk)
    {
        if (depots.Count == 0)
            _report.Line($"No depots: {SharedOptions.OffMessage}");
        else
            _report.Table(
                ["depot", "use", "#blobs", "#entries", "#projects", "#size", "#damaged"],
                depots.Select((d, i) => (string[])[d.Folder, Use(d, i == 0), Shown.Number(d.Blobs), Shown.Number(d.Entries), Shown.Number(d.Projects), Shown.Bytes(d.Bytes), Shown.Number(d.SetAside)]));
        if (depots.Exists(d => d.SetAside > 0))
            _report.Line("Damaged files are those that builds found and set aside (*.damaged); what they held was compiled anew. They may be deleted.");
        foreach (var (depot, note) in depots.Select(d => (d, Collected(d))).Where(p => p.Item2 is not null))
            _report.Line($"{depot.Folder} was over its limit, and collected by itself at {Shown.Time(note!.Time)}: {Shown.Bytes(note.Freed)} freed, {Shown.Bytes(note.Left)} left.{(note.Fault.Length > 0 ? $" Not all went well: {note.Fault}" : "")}");
        _report.Line();
        _report.Line($"{root}: {Sentence(sdk)}");
        if (sdk.State == SdkState.Added)
            _report.Line(GraphFile(root) is { } file ? $"Builds are graph builds (-graph in {file})." : "Builds are no graph builds; 'compiledepot init --graph' makes them so, and saves what MSBuild does before it asks.");
    }

    private static CollectionNote? Collected(DepotInventory depot) => CollectionNote.TryRead(new DepotLayout(depot.Folder));

    // The last switch counts; null: builds below the root are no graph builds.
    private static string? GraphFile(string root) =>
        ResponseFile.ReadShared(root).Select(s => (s.File, IsGraph: ResponseFileEditor.Graph(s.Switch))).LastOrDefault(s => s.IsGraph is not null) is (var file, true) ? file : null;

    private static string Use(DepotInventory depot, bool isFirst) => (depot.Exists, isFirst, depot.Writable) switch
    {
        _ when depot.Faults.Count > 0 => "does not work",
        (false, true, true) => "written; not there yet",
        (false, false, _) => "read; not there",
        (true, true, true) => "written and read",
        (true, true, false) => "read; can't be written",
        (true, false, _) => "read",
        (false, true, false) => "can't be made",
    };

    private static string Sentence(SdkPresence sdk) => sdk.State switch
    {
        SdkState.Added => $"has CompileDepot.Sdk {sdk.Version}.",
        SdkState.Partly => $"has only a part of CompileDepot.Sdk; it is missing in {string.Join(", ", sdk.Missing)}. 'compiledepot init' completes it, 'compiledepot init --remove' takes it out.",
        SdkState.Unknown => $"it can't be told whether this repository has CompileDepot.Sdk. {sdk.Fault}",
        _ => "has no CompileDepot.Sdk in its top folder. 'compiledepot init' adds it; single projects may name it themselves.",
    };

    private int Judge(List<DepotInventory> depots)
    {
        var code = ExitCode.Done;
        foreach (var fault in depots.SelectMany(d => d.Faults))
            code = _report.Fail(DiagnosticCodes.DepotFault, fault);
        if (depots is [{ Writable: false, Faults.Count: 0 } first, ..])
        {
            code = _report.Fail(
                DiagnosticCodes.DepotFault,
                $"{first.Folder}: nothing can be written here, so builds store nothing. Free space or give rights, or name another depot first in {DepotPath.Variable}.");
        }
        return code;
    }
}
