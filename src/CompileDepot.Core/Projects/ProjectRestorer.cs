using System.Text;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Projects;

/// <summary>
/// Puts everything that the build of a project left behind in its place. All that is needed is looked for before the first file is touched; a process killed in between leaves a state file that
/// does not fit, so that the next build does it again.
/// </summary>
public sealed class ProjectRestorer(DepotStack stack, Locality here, FileDigester digester)
{
    private static readonly string[] Caches = [".AssemblyReference.cache", ".assets.cache", ".GenerateResource.cache"];

    /// <summary>Whether copies of what other projects made come from there alone: what the depot has of them may be of another build.</summary>
    public bool TakesCopiesHere { get; init; }

    /// <summary>Whether all but what is copied from others is in its place: see <see cref="ProjectCache.AreOwnInPlace"/>.</summary>
    public bool OwnAreInPlace { get; init; }

    /// <summary>Restores.</summary>
    /// <param name="cleanFile">Full path of the SDK's list of files that a build wrote: what it lists and the entry does not have is left from an earlier build, and goes.</param>
    /// <param name="folders">Full paths of the folders that leftovers are removed from, each with a separator at its end.</param>
    /// <param name="failure">Why not, in words, where the answer is false. Nothing has been touched then; unless a depot or disk failed on the way, or an assembly can't be rewritten for this place: of the compiles that were touched no output is there then.</param>
    /// <param name="paths">Full paths of all files of the project, restored or already there.</param>
    /// <exception cref="IOException">The places can't be written.</exception>
    public bool TryRestore(ProjectHit hit, string cleanFile, IReadOnlyList<string> folders, out string? failure, out IReadOnlyList<string> paths)
    {
        paths = [];
        var former = cleanFile.Length > 0 && File.Exists(cleanFile) ? File.ReadAllLines(cleanFile) : [];
        var places = new OutputPlaces(here, folders);
        if (Plan(hit, places, out failure) is not { } plan)
            return false;
        var all = new List<string>();
        var compiled = new List<string>();
        paths = all;
        var isWhole = false;
        try
        {
            failure = OwnAreInPlace ? PutCopies(hit, plan, all) : Put(hit, plan, places, all, compiled);
            isWhole = failure is null;
        }
        finally
        {
            // MSBuild would find a compile whose outputs lie there up to date: its warnings were lost, and what this build records would lack it.
            if (!isWhole)
                compiled.ForEach(AtomicFile.TryDelete);
        }
        if (!isWhole)
            return false;
        foreach (var orphan in former.Except(paths, StringComparer.Ordinal).Where(p => folders.Any(f => p.StartsWith(f, StringComparison.Ordinal)) && !IsCache(p)))
            AtomicFile.TryDelete(orphan);
        return true;
    }

    /// <param name="all">Gets the full paths of all files.</param>
    /// <param name="compiled">Gets those of the outputs of compiles that may have been touched.</param>
    /// <returns>Why not, in words; null: all is in its place.</returns>
    private string? Put(ProjectHit hit, Todo plan, OutputPlaces places, List<string> all, List<string> compiled)
    {
        foreach (var (file, path, bytes) in plan.Written)
        {
            if (digester.TryDigest(path) is not { } there || there.Digest != ContentDigest.Of(bytes))
                Write(file, path, bytes);
            all.Add(path);
        }
        foreach (var (action, entry) in hit.Entry.Actions.Zip(hit.Actions))
        {
            compiled.AddRange(entry.Files.Select(f => here.Tokens.Resolve(f.Path)!));
            var restorer = new EntryRestorer(stack, here) { MayWrite = (_, path) => places.MayWrite(path) };
            var known = stack.Damage.Count;
            if (restorer.TryRestore(action.KeyText, out _, action.ExactHere(here, digester, ProjectCache.Made(hit.Entry))) is null)
                return restorer.Obstacle ?? restorer.NotRewritable ?? stack.Damage.Skip(known).LastOrDefault() ?? $"the entry of {action.Step} is gone";
        }
        all.AddRange(compiled);
        // One time for all: among them are inputs of compiles and what is made from their outputs, and MSBuild takes equal times for up to date.
        var now = DateTime.UtcNow;
        foreach (var path in all)
            File.SetLastWriteTimeUtc(path, now);
        return Copy(hit, plan, all);
    }

    private string? PutCopies(ProjectHit hit, Todo plan, List<string> all)
    {
        all.AddRange(plan.Written.Select(w => w.Path));
        all.AddRange(hit.Actions.SelectMany(a => a.Files).Select(f => here.Tokens.Resolve(f.Path)!));
        return Copy(hit, plan, all);
    }

    private string? Copy(ProjectHit hit, Todo plan, List<string> all)
    {
        foreach (var (file, path, source) in plan.Copied)
        {
            if (!TryCopy(hit, file, path, source))
                return $"{file.From} is not there to be copied";
            all.Add(path);
        }
        return null;
    }

    /// <summary>MSBuild's own caches are in its list, and in no entry: they hold stamps of one checkout, and are checked before they are used.</summary>
    public static bool IsCache(string path) => Caches.Any(c => path.EndsWith(c, StringComparison.Ordinal));

    private sealed record Todo(List<(ProjectFile File, string Path, byte[] Bytes)> Written, List<(ProjectFile File, string Path, string Source)> Copied);

    private Todo? Plan(ProjectHit hit, OutputPlaces places, out string? failure)
    {
        failure = null;
        var plan = new Todo([], []);
        if (hit.Actions.SelectMany(a => a.Files).FirstOrDefault(f => stack.FindBlob(f.Blob, f.Size, hit.Depot) is null) is { } missing)
            failure = $"blob {missing.Blob} of {missing.Path} is missing";
        if (hit.Actions.SelectMany(a => a.Files).FirstOrDefault(f => here.Tokens.Resolve(f.Path) is not { } path || !places.MayWrite(path)) is { } stray)
            failure = $"{stray.Path} is not to be written";
        foreach (var file in hit.Entry.Files)
        {
            if (here.Tokens.Resolve(file.Path) is not { } path || !places.MayWrite(path))
                failure = $"{file.Path} is not to be written";
            // What lies outside of the root comes along only where its content is known already.
            else if (file.Kind == ProjectFileKind.Copy && file.Expected is null && !file.From.StartsWith(PathTokens.InRoot, StringComparison.Ordinal))
                failure = $"{file.From} is not to be copied";
            else if (file.Kind == ProjectFileKind.Copy)
            {
                if (here.Tokens.Resolve(file.From) is not { } source || !(hit.Made.Contains(file.From) || File.Exists(source) || IsInDepot(hit, file)))
                    failure = $"{file.From} is neither there nor in the depot";
                else
                    plan.Copied.Add((file, path, source));
            }
            else if (Content(file) is { } bytes)
                plan.Written.Add((file, path, bytes));
            else
                failure = $"blob {file.Blob} of {file.Path} is missing or has another size";
        }
        return failure is null ? plan : null;
    }

    private byte[]? Content(ProjectFile file)
    {
        if (stack.ReadBlob(file.Blob) is not { } bytes || bytes.LongLength != file.Size)
            return null;
        return file.Kind switch
        {
            ProjectFileKind.Text => Encoding.UTF8.GetBytes(here.ResolveText(Encoding.UTF8.GetString(bytes))),
            ProjectFileKind.Hash => HashedList.FileContent(here.ResolveText(Encoding.UTF8.GetString(bytes))),
            _ => bytes,
        };
    }

    // From the file that a build would copy, which most often is in the page cache; else from the depot. File.Copy shares the blocks where the file system can (reflink).
    private bool TryCopy(ProjectHit hit, ProjectFile file, string path, string source)
    {
        if (!FileStamp.TryRead(source, out var from))
        {
            if (!IsInDepot(hit, file) || stack.ReadBlob(file.Blob) is not { } bytes)
                return false;
            Write(file, path, bytes);
            return true;
        }
        if (FileStamp.TryRead(path, out var to) && to.Size == from.Size && digester.TryDigest(path) is { } there && digester.TryDigest(source) is { } original && there.Digest == original.Digest)
        {
            if (to.ModifiedNanoseconds == from.ModifiedNanoseconds || file.IsReference)
                return true;
            // .NET sets times to 100 ns; a copy takes all of them along.
            if (from.ModifiedNanoseconds % 100 == 0)
            {
                File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(source));
                return true;
            }
        }
        // Where nothing is, nobody reads: as MSBuild copies. One that a killed build left half has another size.
        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(source, path);
            return true;
        }
        // Never over a file: a link to another file would lead there, and another build may be reading.
        var temporary = AtomicFile.TemporaryFor(path);
        try
        {
            File.Copy(source, temporary);
            return AtomicFile.Publish(temporary, path, overwrite: true);
        }
        finally
        {
            AtomicFile.TryDelete(temporary);
        }
    }

    // A dependency's output may hold what belongs to its place; there it is not rewritten.
    private bool IsInDepot(ProjectHit hit, ProjectFile file) =>
        (file.Expected is not null || (!TakesCopiesHere && hit.Entry.Root == here.Tokens.Resolve("{root}") && hit.Entry.Commit == (here.Commit ?? ""))) && stack.FindBlob(file.Blob, file.Size, hit.Depot) is not null;

    private static void Write(ProjectFile file, string path, byte[] bytes) =>
        AtomicFile.Write(path, bytes, overwrite: true, file.Mode == 0 || OperatingSystem.IsWindows() ? null : Umask.Default((UnixFileMode)file.Mode));
}
