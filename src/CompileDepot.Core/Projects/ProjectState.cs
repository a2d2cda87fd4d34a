using System.Globalization;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Projects;

/// <summary>
/// What the last build of a project left behind in this checkout: kept beside the intermediate files, so that a build with nothing to do finds that out by looking at stamps alone.
/// <code>
/// compiledepot-state 1 entry tree commit     entry: a name, or - or -- where the project was refused
/// path size mtime ctime inode mode           one line a file, full paths
/// </code>
/// History: 1, the first. A file of another form counts as none.
/// </summary>
/// <param name="Entry">The entry's name (see <see cref="ProjectEntryFile.IdOf"/>).</param>
public sealed record ProjectState(string Entry, TreeHash Tree, string Commit, IReadOnlyDictionary<string, FileStamp> Files)
{
    /// <summary>In the place of an entry's name: the project could not be stored, because it is not known what its outputs were made from. No file follows.</summary>
    public const string Refused = "-";

    /// <summary>As <see cref="Refused"/>; and what MSBuild may leave had been removed before.</summary>
    public const string RefusedAgain = "--";

    private const string Header = "compiledepot-state 1";

    public static ProjectState? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether every file is as it was left, by its stamp.</summary>
    public bool IsIntact => Files.All(f => FileStamp.TryRead(f.Key, out var stamp) && stamp == f.Value);

    /// <summary>Takes the stamps of the files as they are now.</summary>
    /// <returns>Null where one is missing.</returns>
    public static ProjectState? Of(string entry, TreeHash tree, string commit, IEnumerable<string> files)
    {
        var stamps = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!FileStamp.TryRead(file, out var stamp))
                return null;
            stamps[file] = stamp;
        }
        return new ProjectState(entry, tree, commit, stamps);
    }

    /// <exception cref="IOException">The place can't be written.</exception>
    public void Write(string path)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Header} {Entry} {Tree} {KeyField.Escape(Commit)}\n");
        foreach (var (file, stamp) in Files)
            text.Append(CultureInfo.InvariantCulture, $"{KeyField.Escape(file)} {stamp.ToFields()}\n");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static ProjectState? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines[0].Split(' ') is not ["compiledepot-state", "1", var entry, var hash, var commit] || !TreeHash.TryParse(hash, out var tree) || lines[^1].Length > 0)
            return null;
        var files = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        foreach (var line in lines.AsSpan(1, lines.Length - 2))
        {
            var fields = line.Split(' ');
            if (!FileStamp.TryParse(fields.AsSpan(1), out var stamp))
                return null;
            files[KeyField.Unescape(fields[0])] = stamp;
        }
        return new ProjectState(entry, tree, KeyField.Unescape(commit), files);
    }
}
