using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Images;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot unpack</c>: copies all of an image into a depot.</summary>
internal sealed class UnpackCommand : Command
{
    private const string ToName = "--to";

    private readonly Argument<string> _image = new("image") { Description = "The file of the image." };
    private readonly Option<string?> _to = new(ToName) { Description = "The folder of the depot; otherwise the first of the depots.", HelpName = "DIR" };
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<string[]> _trusted = SharedOptions.TrustedKeys();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public UnpackCommand(Report report, CliEnvironment environment)
        : base("unpack", "Copies all of an image into a depot. Every file is verified; what is there already stays. An image can also be used as it is: name it behind the depots.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_image);
        foreach (var option in new Option[] { _to, _trusted, _depot, _json })
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var image = SharedOptions.Image(parsed.GetValue(_image)!, parsed, _trusted, _environment);
        if (Target(parsed) is not { } target)
            return _report.Fail(DiagnosticCodes.DepotFault, $"There is no depot to unpack into: {SharedOptions.OffMessage}");
        var isJson = parsed.GetValue(_json);
        UnpackSummary result;
        try
        {
            result = _report.Progress("unpacking", isJson, progress => new ImageUnpacker(image, new Depot(target), progress).Unpack());
        }
        catch (ImageException e)
        {
            throw new CommandException(DiagnosticCodes.BadImage, $"{image.Place}: {e.Message}.", e);
        }
        if (isJson)
            _report.Json(new { Image = image.Place, Depot = target, result.Blobs, result.Entries, result.Projects, result.Written, result.Faults });
        else
            Show(image, target, result);
        return result.Faults.Count == 0
            ? ExitCode.Done
            : _report.Fail(DiagnosticCodes.BadImage, $"{image.Place}: {Shown.Count(result.Faults.Count, "thing")} of it can't be used. The rest is in the depot.");
    }

    private string? Target(ParseResult parsed)
    {
        if (parsed.GetValue(_to) is not { } to)
            return SharedOptions.Depots(parsed, _depot, _environment) is [var first, ..] ? first : null;
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(to, _environment.CurrentFolder()));
        return DepotImage.IsSurely(target) ? throw new SettingsException(DiagnosticCodes.ImageFirst, $"{ToName} is '{target}', an image, and nothing can be written to one. Name a folder.") : target;
    }

    private void Show(DepotImage image, string target, UnpackSummary result)
    {
        foreach (var fault in result.Faults)
            _report.Line(fault);
        var all = result.Blobs + result.Entries + result.Projects;
        _report.Line($"{image.Place}: {Shown.Count(result.Projects, "whole project")}, {Shown.Count(result.Entries, "step result")}, {Shown.Count(result.Blobs, "blob")}.");
        _report.Line($"{target}: {Shown.Number(result.Written)} written, {Shown.Number(all - result.Written - result.Faults.Count)} were there.");
    }
}
