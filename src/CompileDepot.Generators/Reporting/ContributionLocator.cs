using CompileDepot.Generators.Gathered;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators.Reporting;

/// <summary>
/// Finds where a gathered contribution was written. The compile does not depend on that: a line added above an attribute of another project must not compile this one anew. So the file that tells where to look, and the sources
/// that it names, are read here, once there is an error to report. Whatever can't be read leaves the error without a place, or with a rougher one: first the attribute, then the item, then the project's file.
/// </summary>
internal sealed class ContributionLocator(string? gatheredPath, CancellationToken cancellation)
{
    // Each search goes through all sources of a producer; nobody reads so many errors that it pays to find the place of more.
    private const int Limit = 100;

    private readonly Dictionary<string, SourceText?> _texts = new(StringComparer.Ordinal);
    private Dictionary<string, (string Project, List<string> Sources)>? _producers;
    private int _asked;

    public Place? Find(Contribution contribution)
    {
        _producers ??= ReadProducers();
        if (!_producers.TryGetValue(contribution.Producer, out var producer))
            return null;
        if (++_asked > Limit)
            return new(producer.Project, default, default);
        (int Score, Place Place)? best = null;
        foreach (var file in producer.Sources.Append(producer.Project))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Text(file) is { } text && AttributeText.Find(text.ToString(), contribution, KindOf(file, producer.Project)) is var (score, span) && (best is null || score > best.Value.Score))
                best = (score, new(file, span, text.Lines.GetLinePositionSpan(span)));
        }
        return best is { Score: >= AttributeText.Sure } ? best.Value.Place : new(producer.Project, default, default);
    }

    private static SourceKind KindOf(string file, string project) =>
        file == project ? SourceKind.Project : file.EndsWith(".vb", StringComparison.OrdinalIgnoreCase) ? SourceKind.VisualBasic : SourceKind.CSharpOrFSharp;

    private SourceText? Text(string file)
    {
        if (!_texts.TryGetValue(file, out var text))
            _texts[file] = text = ReadAll(file) is { } content ? SourceText.From(content) : null;
        return text;
    }

    private Dictionary<string, (string Project, List<string> Sources)> ReadProducers()
    {
        var producers = new Dictionary<string, (string, List<string>)>(StringComparer.Ordinal);
        if (gatheredPath is null || ReadAll(gatheredPath.Substring(0, gatheredPath.Length - GatheredFile.Suffix.Length) + GatheredFile.LocationsSuffix) is not { } json)
            return producers;
        try
        {
            if (JsonText.Parse(json) is not Dictionary<string, object?> root || !root.TryGetValue("producers", out var list) || list is not List<object?> all)
                return producers;
            foreach (var producer in all.OfType<Dictionary<string, object?>>())
            {
                if (producer.TryGetValue("producer", out var name) && name is string key && producer.TryGetValue("project", out var path) && path is string project && Path.GetDirectoryName(project) is { } folder)
                    producers[key] = (project, producer.TryGetValue("sources", out var sources) && sources is List<object?> files ? [.. files.OfType<string>().Select(f => Path.GetFullPath(Path.Combine(folder, f)))] : []);
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or IOException)
        {
            // Said without a place, then.
        }
        return producers;
    }

    private static string? ReadAll(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
