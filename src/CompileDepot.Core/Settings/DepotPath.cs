using CompileDepot.Core.Images;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Settings;

/// <summary>
/// The stack of depots, folders and images, that <c>COMPILEDEPOT_PATH</c> (or the property <c>CompileDepotPath</c>) stands for. Separated as PATH is; an empty part stands for the defaults
/// (user depot, then system depot); <c>~</c> is the user's home; the first of equal folders counts. The idea is Julia's DEPOT_PATH.
/// <code>
/// unset or ":"  the defaults           "/a:"  /a, then the defaults         "/a"  /a alone
/// empty         none: caching is off   ":/a"  the defaults, then /a
/// </code>
/// </summary>
public static class DepotPath
{
    public const string Variable = "COMPILEDEPOT_PATH";

    /// <summary>The property, which wins over it.</summary>
    public const string Property = "CompileDepotPath";

    /// <param name="value">Null: unset.</param>
    /// <param name="setting">What the user wrote the value in, for the message.</param>
    /// <exception cref="SettingsException">CD0002: a place that is not absolute; CD0085: an image where the depot that is written has to be.</exception>
    public static IReadOnlyList<string> Parse(string? value, string setting = Variable)
    {
        if (value is { Length: 0 })
            return [];
        var parts = (value ?? "").Split(Path.PathSeparator).Select(p => p.Trim());
        var folders = new List<string>();
        var defaulted = false;
        foreach (var part in parts)
        {
            if (part.Length > 0)
            {
                folders.Add(Absolute(part, setting));
            }
            else if (!defaulted)
            {
                defaulted = true;
                folders.AddRange(Defaults());
            }
        }
        if (folders is [var first, ..] && DepotImage.IsSurely(first))
        {
            throw new SettingsException(
                DiagnosticCodes.ImageFirst,
                $"{setting} begins with '{first}', an image, and nothing can be written to one. Put a folder before it, or '{Path.PathSeparator}' for the default depots: {setting}={Path.PathSeparator}{first}");
        }
        return [.. folders.Distinct(PathRules.Comparer)];
    }

    /// <summary>A path with the user's home in the place of a <c>~</c> at its beginning.</summary>
    internal static string Expand(string path)
    {
        var home = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal);
        // Without a home "~/x" is not "/x".
        return home && Home().Length > 0 ? Home() + path[1..] : path;
    }

    private static string Absolute(string part, string setting)
    {
        var path = Expand(part);
        return Path.IsPathFullyQualified(path)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
            : throw new SettingsException(DiagnosticCodes.RelativeDepot, $"{setting} holds '{part}', which is not an absolute path: a depot must be the same folder for every project. Write the full path, or one that begins with '~'.");
    }

    private static IEnumerable<string> Defaults()
    {
        // A service account may have no home; it still has the system depot.
        if (Home() is { } home && Path.IsPathFullyQualified(home))
            yield return Path.Combine(home, ".compiledepot");
        yield return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "CompileDepot")
            : "/usr/local/share/compiledepot";
    }

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
}
