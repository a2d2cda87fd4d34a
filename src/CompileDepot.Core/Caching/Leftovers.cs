using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Caching;

/// <summary>
/// What lies in the output folders of a step, and is not what it gives now. A step is stored only if it wrote every file there, so whoever takes all files of such a folder must find those of the entry and no more: a script that
/// begins with <c>rm -rf gen</c> leaves none of a former run.
/// </summary>
internal static class Leftovers
{
    /// <param name="folders">Full paths; they need not be there.</param>
    /// <param name="written">Full paths.</param>
    /// <exception cref="IOException">A folder can't be listed, or has a link to another folder in it: what lies behind one is nobody's to remove.</exception>
    public static IReadOnlyList<string> In(IEnumerable<string> folders, IReadOnlyCollection<string> written)
    {
        // Where the system does not mind the case, a file that was written may go by the name of a former one.
        var expected = new HashSet<string>(written, PathRules.NameComparer);
        var found = folders.Where(Directory.Exists).SelectMany(f => OutputSnapshot.Below(new CompileOutput(OutputRole.StepFolder, f)).Select(o => (Folder: f, o.Path)))
            .Where(f => !expected.Contains(f.Path)).ToList();
        return found.FirstOrDefault(f => OutputPlaces.LeadsThroughLink(f.Folder, f.Path)).Path is { } linked
            ? throw new IOException($"'{linked}' lies behind a link.")
            : [.. found.Select(f => f.Path).Distinct(StringComparer.Ordinal)];
    }
}
