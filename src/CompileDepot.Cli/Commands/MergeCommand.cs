using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Images;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot merge</c>: several images become one, and where they do not agree is told.</summary>
internal sealed class MergeCommand : Command
{
    private readonly Argument<string[]> _images = new("images") { Description = "Files of images. Of what several have, that of the first stays.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = SharedOptions.Output();
    private readonly Option<string[]> _trusted = SharedOptions.TrustedKeys();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public MergeCommand(Report report, CliEnvironment environment)
        : base("merge", "Puts several images into one, and tells where they hold different results for the same key, or were made with other versions of packages or other preferences.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_images);
        Options.Add(_output);
        Options.Add(_trusted);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = _environment.CurrentFolder();
        var images = parsed.GetValue(_images)!.Select(i => SharedOptions.Image(i, parsed, _trusted, _environment)).ToList();
        var path = Path.GetFullPath(parsed.GetValue(_output)!, folder);
        var isJson = parsed.GetValue(_json);
        MergeReport merged;
        ImageSummary written;
        try
        {
            var builder = new ImageBuilder();
            merged = ImageMerge.Merge(images, builder);
            written = _report.Progress("writing the image", isJson, progress => builder.Write(path, progress));
        }
        catch (ImageException e)
        {
            throw new CommandException(DiagnosticCodes.BadImage, e.Message + ".", e);
        }
        List<string> faults = [.. merged.Faults, .. written.Left];
        if (isJson)
            _report.Json(Shape(path, images, merged, written, faults));
        else
            Show(path, merged, written, faults);
        return Judge(merged, faults);
    }

    private static object Shape(string path, List<DepotImage> images, MergeReport merged, ImageSummary written, List<string> faults) => new
    {
        File = path,
        Images = images.Select(i => i.Place),
        written.Blobs,
        written.Entries,
        written.Projects,
        written.Bytes,
        Conflicts = merged.Conflicts.Select(c => new { Key = c.Key.ToString(), Project = Shown.Project(c.Project), c.Task, c.Kept, c.Dropped, c.Files }),
        Versions = merged.Versions.Select(v => new { Package = v.Subject, Images = Members(v) }),
        Preferences = merged.Preferences.Select(p => new { Project = Shown.Project(p.Of!.Value.Project), p.Of.Value.Framework, p.Of.Value.Configuration, Preference = p.Subject, Images = Members(p) }),
        Faults = faults,
    };

    private static IEnumerable<object> Members(Disagreement disagreement) => disagreement.Members.Select(m => new { m.Image, m.Values });

    private void Show(string path, MergeReport merged, ImageSummary written, List<string> faults)
    {
        if (merged.Conflicts.Count > 0)
        {
            _report.Table(
                ["different results of", "key", "kept", "dropped", "files"],
                merged.Conflicts.Select(c => (string[])[$"{Shown.Project(c.Project)} {Shown.Step(c.Task)}", c.Key.Short, c.Kept, c.Dropped, string.Join(", ", c.Files.Select(Shown.Project))]));
            _report.Line();
        }
        if (merged.Versions.Count > 0)
        {
            _report.Table(["package", "versions"], merged.Versions.Select(v => (string[])[v.Subject, Values(v)]));
            _report.Line();
        }
        if (merged.Preferences.Count > 0)
        {
            _report.Table(
                ["project", "variant", "preference", "values"],
                merged.Preferences.Select(p => (string[])[Shown.Project(p.Of!.Value.Project), Shown.Variant(p.Of.Value.Framework, p.Of.Value.Configuration), p.Subject, Values(p)]));
            _report.Line();
        }
        foreach (var fault in faults)
            _report.Line(fault);
        _report.Line($"{path}: {Shown.Image(written)}.");
    }

    private static string Values(Disagreement disagreement) => string.Join("; ", disagreement.Members.Select(m => $"{string.Join(", ", m.Values)} in {Path.GetFileName(m.Image)}"));

    private int Judge(MergeReport merged, List<string> faults)
    {
        if (merged.Conflicts is [var conflict, ..])
            _report.Warning(DiagnosticCodes.ConflictingEntries, $"{Shown.Count(merged.Conflicts.Count, "key")} with different results, among them {Shown.Project(conflict.Project)} {Shown.Step(conflict.Task)}: {conflict.Kept} has its way over {conflict.Dropped}.");
        if (merged.Versions.Count + merged.Preferences.Count > 0)
            _report.Warning(DiagnosticCodes.DisagreeingImages, $"The images were made with other versions of {Shown.Count(merged.Versions.Count, "package")}, and with other values of {Shown.Count(merged.Preferences.Count, "preference")}: a build finds what was made with its own.");
        return faults.Count == 0 ? ExitCode.Done : _report.Fail(DiagnosticCodes.BadImage, $"{Shown.Count(faults.Count, "thing")} of the images can't be used, and is not in the new one. {faults[0]}.");
    }
}
