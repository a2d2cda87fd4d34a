using System.Text.Json;

namespace CompileDepot.Core.Packages;

/// <summary>One package that a project uses.</summary>
/// <param name="Path">Below a package folder, with <c>/</c>.</param>
/// <param name="Sha512">Content hash in base 64, as NuGet notes it.</param>
public sealed record UsedPackage(string Id, string Path, string Sha512);

/// <summary>
/// What we read of a <c>project.assets.json</c>: the packages, and whether NuGet would choose the same ones again on any day.
/// </summary>
/// <remarks>
/// NuGet takes the lowest version that a range allows, and asks no source if a package folder has exactly the range's lower bound. So a choice is for ever if the chosen version <em>is</em> the
/// lower bound of some range on that package, and in the folder. A range that lost can't change that: it admits the chosen version, which is there, so it would at most lead to a lower one; or it was
/// overruled by distance, which no version changes. Anything else (a lower bound that no source had, an open lower bound) depends on what sources have today. So does a floating version, of which this file keeps no trace (see <see cref="ProjectSpecText.FloatingVersion"/>).
/// </remarks>
public sealed class AssetsFile
{
    // Warnings that follow from the graph and the packages alone, and (NU1901 to NU1904) from the vulnerabilities, which are compared.
    private static readonly string[] LastingWarnings = ["NU1507", "NU1510", "NU1701", "NU1901", "NU1902", "NU1903", "NU1904"];

    private AssetsFile(IReadOnlyList<UsedPackage> packages, string? doubt) => (Packages, Doubt) = (packages, doubt);

    public IReadOnlyList<UsedPackage> Packages { get; }

    /// <summary>Why NuGet might choose otherwise another day, in words; null where it can't.</summary>
    public string? Doubt { get; }

    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">Not an assets file that we know.</exception>
    public static AssetsFile Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        try
        {
            var json = document.RootElement;
            List<UsedPackage> packages = [.. json.GetProperty("libraries").EnumerateObject()
                .Where(l => l.Value.GetProperty("type").GetString() == "package")
                .Select(l => new UsedPackage(l.Name[..l.Name.IndexOf('/')], l.Value.GetProperty("path").GetString()!, l.Value.GetProperty("sha512").GetString()!))];
            return new AssetsFile(packages, FindDoubt(json));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("the assets file is not one that this version knows", e);
        }
    }

    private static string? FindDoubt(JsonElement json)
    {
        if (json.TryGetProperty("logs", out var logs))
        {
            foreach (var log in logs.EnumerateArray())
            {
                if (log.GetProperty("code").GetString() is var code && !LastingWarnings.Contains(code))
                    return $"NuGet logged {code}";
            }
        }
        return json.GetProperty("targets").EnumerateObject().Select(t => FindDoubt(json, t)).FirstOrDefault(d => d is not null);
    }

    private static string? FindDoubt(JsonElement json, JsonProperty target)
    {
        var framework = target.Name.Split('/')[0];
        var ranges = DirectRanges(json, framework).Concat(target.Value.EnumerateObject().SelectMany(l => Ranges(l.Value))).ToLookup(r => r.Id, r => r.Range, StringComparer.OrdinalIgnoreCase);
        foreach (var library in target.Value.EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
        {
            var slash = library.Name.IndexOf('/');
            if (!ranges[library.Name[..slash]].Any(r => LowerBound(r)?.Equals(library.Name[(slash + 1)..], StringComparison.OrdinalIgnoreCase) == true))
                return $"{library.Name} is not the lower bound of a range that asks for it";
        }
        return null;
    }

    // The project's own, and versions pinned for transitive packages.
    private static IEnumerable<(string Id, string Range)> DirectRanges(JsonElement json, string framework)
    {
        if (json.TryGetProperty("projectFileDependencyGroups", out var groups) && groups.TryGetProperty(framework, out var group))
        {
            foreach (var parts in group.EnumerateArray().Select(d => d.GetString()!.Split(' ', 2)))
                yield return (parts[0], parts.ElementAtOrDefault(1) ?? "");
        }
        if (json.TryGetProperty("centralTransitiveDependencyGroups", out var pins) && pins.TryGetProperty(framework, out var pinned))
        {
            foreach (var pin in pinned.EnumerateObject())
                yield return (pin.Name, pin.Value.GetProperty("version").GetString()!);
        }
    }

    private static IEnumerable<(string Id, string Range)> Ranges(JsonElement library) =>
        library.TryGetProperty("dependencies", out var dependencies) ? dependencies.EnumerateObject().Select(d => (d.Name, d.Value.GetString()!)) : [];

    /// <summary>The lower bound of a range in any of the forms that the file has, if it belongs to the range: <c>1.2.0</c>, <c>[1.2.0, )</c>, <c>[1.2.0]</c>, <c>&gt;= 1.2.0 &lt; 2.0.0</c>.</summary>
    internal static string? LowerBound(string range)
    {
        var text = range.StartsWith(">= ", StringComparison.Ordinal) ? range[3..] : range.StartsWith('[') ? range[1..] : range;
        var end = text.AsSpan().IndexOfAny(" ,])");
        var bound = end < 0 ? text : text[..end];
        return bound.Length > 0 && char.IsAsciiDigit(bound[0]) ? bound : null;
    }
}
