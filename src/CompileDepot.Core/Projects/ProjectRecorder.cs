using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Projects;

/// <summary>What the build of a project did, as its targets tell it.</summary>
/// <param name="Files">Full paths of all that it wrote, what was there already included; files that are not there count as not written.</param>
/// <param name="Sources">Full paths of files that it may have copied, those that it made itself last. One is never a copy of those after it.</param>
/// <param name="Lists">Full path of a file that holds the hash of a list, and the list (see <see cref="HashedList"/>).</param>
/// <param name="Texts">Full path and content of text files whose content depends on what was there before the build: what a build from clean writes.</param>
/// <param name="Actions">Its compiles, with their entries.</param>
/// <param name="Effects">Warnings and messages of the whole build of the project, in order, tokenized.</param>
public sealed record ProjectOutcome(
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Sources,
    IReadOnlyDictionary<string, string> Lists,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<(ProjectAction Action, Entry Entry)> Actions,
    IReadOnlyList<Effect> Effects,
    TimeSpan Duration)
{
    /// <summary>Full path of the program that starts the assembly, which the SDK makes from one of its own; empty where there is none.</summary>
    public string AppHost { get; init; } = "";

    /// <summary>Of a file that is no copy, by full path and stamp: whether it is what a build from clean would write.</summary>
    public Func<string, FileStamp, bool> IsKnown { get; init; } = (_, _) => true;
}

/// <summary>A stored outcome.</summary>
/// <param name="Id">See <see cref="ProjectEntryFile.IdOf"/>.</param>
/// <param name="Paths">Full paths of all files of the entry, those of its compiles included.</param>
public sealed record RecordedProject(ProjectEntry Entry, string Id, IReadOnlyList<string> Paths);

/// <summary>Makes the entry of a project that has just been built, and stores it.</summary>
public sealed class ProjectRecorder(DepotStack stack, Locality here, FileDigester digester)
{
    // The program that starts .NET applications names the usual place of the installation, wherever that is.
    private readonly RootBoundScanner _scanner = new(here.Tokens.Roots.Where(r => r.Token != "{dotnet}").Select(r => r.Path));
    private string? _boundBy;

    /// <summary>Stores the outcome.</summary>
    /// <param name="template">The entry without what the outcome tells.</param>
    /// <returns>What was stored, or the reason why nothing was.</returns>
    /// <exception cref="IOException">The depot does not work.</exception>
    public (RecordedProject? Project, Reason? Reason) Record(ProjectEntry template, ProjectOutcome outcome)
    {
        var ofActions = outcome.Actions.SelectMany(a => a.Entry.Files).Select(f => here.Tokens.Resolve(f.Path)!).ToHashSet(StringComparer.Ordinal);
        if (ofActions.FirstOrDefault(p => !File.Exists(p)) is { } lost)
            return Refuse(UncacheableReason.OutputMissing, lost);
        var sources = Sources(outcome, ofActions);
        var files = new List<ProjectFile>();
        foreach (var (path, content) in outcome.Texts)
            files.Add(Store(StrictUtf8.Encoding.GetBytes(content), path, here.Tokens.Tokenize(path), default, null));
        foreach (var path in outcome.Files.Where(f => !ofActions.Contains(f) && !outcome.Texts.ContainsKey(f) && !ProjectRestorer.IsCache(f)).Distinct(StringComparer.Ordinal))
        {
            if (!FileStamp.TryRead(path, out var stamp))
                continue;
            var name = here.Tokens.Tokenize(path);
            if (!name.StartsWith(PathTokens.InRoot, StringComparison.Ordinal))
                return Refuse(UncacheableReason.OutputOutsideRoot, path);
            if (FindSource(path, stamp, sources) is { } source)
                files.Add(source with { Path = name, Mode = stamp.Mode });
            else if ((IsCompiled(path) && path != outcome.AppHost) || !outcome.IsKnown(path, stamp))
                return Refuse(UncacheableReason.OriginUnknown, path);
            else
                files.Add(Store(File.ReadAllBytes(path), path, name, stamp, outcome.Lists.GetValueOrDefault(path)));
        }
        var entry = template with
        {
            BoundBy = _boundBy,
            Duration = outcome.Duration,
            Actions = [.. outcome.Actions.Select(a => a.Action)],
            // A copy comes after what it is a copy of.
            Files = [.. files.Where(f => f.Kind != ProjectFileKind.Copy), .. files.Where(f => f.Kind == ProjectFileKind.Copy)],
            Effects = outcome.Effects,
        };
        return (new RecordedProject(entry, stack.Add(entry), [.. ofActions, .. entry.Files.Select(f => here.Tokens.Resolve(f.Path)!)]), null);
    }

    private static (RecordedProject?, Reason?) Refuse(UncacheableReason kind, string subject) => (null, new Reason(kind, subject));

    // MSBuild's copies keep the time of what they copy: so a copy is told from a file that only looks alike.
    private static Dictionary<(long Size, long Time), List<string>> Sources(ProjectOutcome outcome, IEnumerable<string> ofActions)
    {
        var sources = new Dictionary<(long, long), List<string>>();
        foreach (var path in ofActions.Concat(outcome.Sources).Distinct(StringComparer.Ordinal))
        {
            if (!FileStamp.TryRead(path, out var stamp))
                continue;
            if (!sources.TryGetValue((stamp.Size, stamp.ModifiedNanoseconds), out var same))
                sources[(stamp.Size, stamp.ModifiedNanoseconds)] = same = [];
            same.Add(path);
        }
        return sources;
    }

    private ProjectFile? FindSource(string path, FileStamp stamp, Dictionary<(long Size, long Time), List<string>> sources)
    {
        if (digester.TryDigest(path) is not { } copy)
            return null;
        var alike = sources.GetValueOrDefault((stamp.Size, stamp.ModifiedNanoseconds), []).TakeWhile(s => s != path);
        // The copy of a reference assembly keeps its time as long as it says the same.
        if (Folder(path) == "ref")
            alike = alike.Concat(sources.Values.SelectMany(s => s).Where(s => Folder(s) == "refint" && Path.GetFileName(s) == Path.GetFileName(path)));
        foreach (var source in alike)
        {
            if (digester.TryDigest(source) is not { } original || original.Digest != copy.Digest)
                continue;
            var name = here.Tokens.Tokenize(source);
            return new ProjectFile(ProjectFileKind.Copy, "", 0, copy.Digest, stamp.Size, name, name.StartsWith(PathTokens.InRoot, StringComparison.Ordinal) ? null : original.Digest);
        }
        return null;
    }

    private static string? Folder(string path) => Path.GetFileName(Path.GetDirectoryName(path));

    // What no compile of ours made and nothing was copied to: its inputs are not known.
    private static bool IsCompiled(string path) => Path.GetExtension(path) is ".dll" or ".pdb" or ".exe" or ".netmodule";

    private ProjectFile Store(byte[] bytes, string path, string name, FileStamp stamp, string? list)
    {
        if (list is not null && HashedList.FileContent(list).AsSpan().SequenceEqual(bytes))
        {
            var tokenized = StrictUtf8.Encoding.GetBytes(here.TokenizeText(list));
            return new ProjectFile(ProjectFileKind.Hash, name, stamp.Mode, stack.First.AddBlob(tokenized), tokenized.Length);
        }
        if (TryTokenize(bytes) is { } text)
            return new ProjectFile(ProjectFileKind.Text, name, stamp.Mode, stack.First.AddBlob(text), text.Length);
        if (_boundBy is null && (_scanner.Find(path, bytes) ?? (HoldsCommit(bytes) ? "the commit" : null)) is { } found)
            _boundBy = $"{Path.GetFileName(path)}: {found}";
        return new ProjectFile(ProjectFileKind.Content, name, stamp.Mode, stack.First.AddBlob(bytes), bytes.Length);
    }

    private bool HoldsCommit(byte[] bytes) =>
        here.Commit is { } commit && (bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(commit)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(commit)) >= 0);

    /// <summary>The text with tokens; null for what is no text, holds nothing of this place, or would not come back the same.</summary>
    private byte[]? TryTokenize(byte[] bytes)
    {
        try
        {
            var text = StrictUtf8.Encoding.GetString(bytes);
            var tokenized = here.TokenizeText(text);
            // Nothing but doubled braces: nothing of this place.
            if (text.Contains('\0') || tokenized == text.Replace("{", "{{", StringComparison.Ordinal) || here.ResolveText(tokenized) != text)
                return null;
            return _scanner.Find("", StrictUtf8.Encoding.GetBytes(tokenized)) is null ? StrictUtf8.Encoding.GetBytes(tokenized) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
