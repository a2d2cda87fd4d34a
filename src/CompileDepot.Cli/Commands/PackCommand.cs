using System.CommandLine;
using System.Runtime.CompilerServices;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Hashing;
using CompileDepot.Cli.Images;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Images;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot pack</c>: one file with all that builds of projects would be restored from.</summary>
internal sealed class PackCommand : Command
{
    private readonly Argument<string[]> _entries = new("project")
    {
        Description = "Projects or solutions, or their folders; otherwise the one in the current folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _output = SharedOptions.Output();
    private readonly Option<string[]> _configurations = SharedOptions.Configurations();
    private readonly Option<bool> _all;
    private readonly Option<string[]> _properties = SharedOptions.Properties();
    private readonly Option<bool> _allowMissing = new("--allow-missing") { Description = "Write the image even if something is in no depot." };
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public PackCommand(Report report, CliEnvironment environment)
        : base("pack", "Writes an image: one file with all that a build of projects, and of those they refer to, would be restored from. To be run in a tree that is built. Builds nothing.")
    {
        (_report, _environment) = (report, environment);
        _all = SharedOptions.AllConfigurations(this, _configurations);
        Arguments.Add(_entries);
        foreach (var option in new Option[] { _output, _configurations, _all, _properties, _allowMissing, _json })
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = _environment.CurrentFolder();
        var entries = parsed.GetValue(_entries) is { Length: > 0 } named ? named.Select(e => BuildEntry.Find(e, folder)).ToList() : [BuildEntry.Find(null, folder)];
        // Each has the SDK that its own folder selects, and a process only one.
        foreach (var place in entries.Select(Path.GetDirectoryName).Distinct())
            MSBuildHost.Use(DotNetSdk.Find(place!));
        var builder = new ImageBuilder();
        var projects = entries.SelectMany(e => Pack(parsed, e, builder))
            .DistinctBy(p => (p.Project, p.Framework, p.Configuration, string.Join('\n', p.Missing)))
            .OrderBy(p => p.Project, StringComparer.Ordinal).ThenBy(p => p.Framework, StringComparer.Ordinal).ThenBy(p => p.Configuration, StringComparer.Ordinal).ToList();
        var isJson = parsed.GetValue(_json);
        var path = Path.GetFullPath(parsed.GetValue(_output)!, folder);
        var isComplete = projects.TrueForAll(p => p.Missing.Count == 0);
        var written = isComplete || parsed.GetValue(_allowMissing) ? _report.Progress("writing the image", isJson, progress => builder.Write(path, progress)) : null;
        if (isJson)
            _report.Json(new { File = written is null ? null : path, written?.Blobs, written?.Entries, Whole = written?.Projects, written?.Bytes, Left = written?.Left ?? [], Projects = projects.Select(Shape) });
        else
            Show(projects, path, written);
        return Judge(projects, written, parsed.GetValue(_allowMissing));
    }

    // Apart, because its body names MSBuild's types.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<PackedProject> Pack(ParseResult parsed, string entry, ImageBuilder builder)
    {
        var packer = new ProjectPacker(builder);
        return TreeHasher.Visit(SharedOptions.Request(parsed, entry, _configurations, _all, _properties), keepsDigests: true, packer.Pack);
    }

    private static object Shape(PackedProject project) => new { Project = Shown.Project(project.Project), project.Framework, project.Configuration, Whole = project.IsWhole, project.WhyNotWhole, project.Steps, project.Missing };

    private void Show(IReadOnlyList<PackedProject> projects, string path, ImageSummary? written)
    {
        _report.Table(
            ["project", "variant", "packed", "missing"],
            projects.Select(p => (string[])[Shown.Project(p.Project), Shown.Variant(p.Framework, p.Configuration), Packed(p), string.Join("; ", p.Missing)]));
        if (written is null)
            return;
        _report.Line();
        _report.Line($"{path}: {Shown.Image(written)}.");
    }

    private static string Packed(PackedProject project) => project.IsWhole ? "whole" : project.Steps > 0 ? $"{Shown.Count(project.Steps, "step")}; not whole: {project.WhyNotWhole}" : "nothing";

    private int Judge(IReadOnlyList<PackedProject> projects, ImageSummary? written, bool allowMissing)
    {
        var code = ExitCode.Done;
        foreach (var left in written?.Left ?? [])
            code = _report.Fail(DiagnosticCodes.DepotDamage, $"{left}; left out. Build again, then pack again.");
        if (projects.FirstOrDefault(p => p.Missing.Count > 0) is not { } first)
            return code;
        var number = projects.Count(p => p.Missing.Count > 0);
        var text = $"Of {Shown.Count(number, "project")} something is in no depot. {Shown.Project(first.Project)} ({Shown.Variant(first.Framework, first.Configuration)}): {first.Missing[0]}.";
        if (!allowMissing)
            return _report.Fail(DiagnosticCodes.NotInDepot, $"{text} No image was written. Build with CompileDepot first, as the image is to be used, or pack what there is with --allow-missing.");
        _report.Warning(DiagnosticCodes.NotInDepot, text);
        return code;
    }
}
