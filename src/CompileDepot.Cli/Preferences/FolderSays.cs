using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Preferences;

/// <summary>What the two files of a folder say, as a table and as JSON.</summary>
/// <param name="folder">Full path.</param>
/// <param name="localOnly">Whether the shared file is left out.</param>
/// <param name="package">Null: all.</param>
internal sealed class FolderSays(string folder, bool localOnly, string? package)
{
    private readonly string _root = RootLocator.Find(folder);
    private readonly PreferenceLayer _layer = FolderLayer.Of(folder, localOnly);

    private bool IsEmpty => !_layer.Files.Any(f => Entries(f).Count > 0 || Names(f).Any() || (package is null && f.Environment is not null));

    /// <summary>Writes it, and what is wrong in the files.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Report(Report report, bool asJson)
    {
        if (asJson)
            report.Json(Shape());
        else
            Show(report);
        return ShownProblems.Write(report, _layer.Files.SelectMany(f => f.Problems));
    }

    private object Shape() => new
    {
        Folder = folder,
        Files = _layer.Files.Select(f => new
        {
            f.Path,
            Local = f == _layer.Local,
            f.Environment,
            Names = Names(f).Select(n => new { Table = n.Table, n.Package.Name, Versions = n.Package.Versions.Terms, n.Package.Origin.Position.Line }),
            Preferences = Entries(f).Select(e => new
            {
                e.Package,
                e.Name,
                Type = e.Value?.TypeName,
                Value = e.Value is null ? null : TomlForm.Json(e.Value),
                Cleared = e.Value is null,
                e.Line,
                HiddenBy = HiddenBy(f, e),
            }),
            Problems = f.Problems.Select(p => p.ToString()),
        }),
    };

    private void Show(Report report)
    {
        var entries = _layer.Files.SelectMany(f => Entries(f).Select(e => (File: f, Entry: e))).ToList();
        if (entries.Count > 0)
        {
            report.Table(
                ["package", "preference", "value", "place", "note"],
                entries.OrderBy(e => e.Entry.Package, StringComparer.Ordinal).ThenBy(e => e.Entry.Name, StringComparer.Ordinal).Select(e => (string[])
                [
                    e.Entry.Package, e.Entry.Name, e.Entry.Value is { } value ? PreferenceText.Typed(value) : "cleared", $"{Shown(e.File)}:{e.Entry.Line}",
                    HiddenBy(e.File, e.Entry) is { } other ? $"hidden by {other}" : "",
                ]));
        }
        foreach (var file in _layer.Files)
        {
            if (Names(file).ToList() is { Count: > 0 } names)
                report.Line($"{Shown(file)} names {string.Join(", ", names.Select(n => $"{n.Package.Name} {n.Package.Versions}"))}.");
            if (package is null && file.Environment is { } environment)
                report.Line($"{Shown(file)} chooses the environment {environment}.");
        }
        if (IsEmpty)
            report.Line($"The files of {folder} say nothing{(package is null ? "" : $" of {package}")}.");
    }

    private string Shown(PreferenceFile file) => new PreferenceOrigin(file.Path, default, false).Shown(_root);

    private IReadOnlyList<PreferenceEntry> Entries(PreferenceFile file) => PreferenceEditor.List(file, package);

    private IEnumerable<(string Table, NamedPackage Package)> Names(PreferenceFile file) =>
        file.Deps.Values.Select(n => ("deps", n)).Concat(file.Extras.Values.Select(n => ("extras", n)))
            .Where(n => package is null || n.n.Name.Equals(package, StringComparison.OrdinalIgnoreCase)).OrderBy(n => n.n.Origin.Position.Line);

    // Only the local file hides, and only what the shared one says.
    private string? HiddenBy(PreferenceFile file, PreferenceEntry entry)
    {
        if (file == _layer.Local || _layer.Local?.Preferences.GetValueOrDefault(entry.Package) is not { } local)
            return null;
        var keys = entry.Name.Split('.');
        return (local.Blocks(keys) ?? local.Find(keys)?.Origin)?.Shown(_root);
    }
}
