using System.Globalization;

namespace CompileDepot.Cli.Init;

/// <summary>
/// Writes planned files. All new contents are staged in temporary files beside their targets first, where lack of space or rights shows; then each
/// is renamed over its target. Only a fault between two renames can leave a part, which the message says; running again completes it, since
/// files that are done are left alone. Not safe against a second writer in the same instant.
/// </summary>
internal static class PlanWriter
{
    /// <exception cref="InitException">A file cannot be written, or was changed since the plan was made.</exception>
    public static void Write(IReadOnlyList<FileChange> changes)
    {
        var work = changes.Where(c => c.Kind != ChangeKind.Unchanged).Select(c => new Staged(c)).ToList();
        var current = "";
        var done = 0;
        try
        {
            foreach (var file in work)
            {
                current = file.Change.Path;
                file.Stage();
            }

            foreach (var file in work)
            {
                current = file.Change.Path;
                file.Publish();
                done++;
            }
        }
        catch (Exception e) when (FileAccess.IsFault(e))
        {
            var state = done == 0 ? "Nothing was changed." : string.Create(CultureInfo.InvariantCulture, $"{done} of {work.Count} files are written.");
            throw InitException.OfFile(current, $"The file cannot be written: {e.Message} {state} Correct that, then run this again.", e);
        }
        finally
        {
            work.ForEach(f => f.Discard());
        }
    }

    private sealed class Staged(FileChange change)
    {
        private string? _temporary;

        public FileChange Change => change;

        // A link stays a link: what it points to is replaced.
        private string Target =>
            (change.Kind == ChangeKind.Update ? File.ResolveLinkTarget(change.Path, returnFinalTarget: true)?.FullName : null) ?? change.Path;

        public void Stage()
        {
            var now = FileAccess.ReadOrNull(change.Path);
            if (now is null != change.OldBytes is null || (now is not null && !change.OldBytes!.Value.Span.SequenceEqual(now)))
                throw InitException.OfFile(change.Path, "The file was changed by something else meanwhile. Nothing was written: run this again.");
            if (change.NewBytes is not { } bytes)
                return;

            var name = Path.Combine(Path.GetDirectoryName(Target)!, $".{Path.GetFileName(Target)}.{Guid.NewGuid():N}.tmp");
            using var stream = new FileStream(name, FileMode.CreateNew, System.IO.FileAccess.Write);
            _temporary = name;
            stream.Write(bytes.Span);
            stream.Flush(flushToDisk: true);
            if (!OperatingSystem.IsWindows() && now is not null)
                File.SetUnixFileMode(name, File.GetUnixFileMode(Target));
        }

        public void Publish()
        {
            if (_temporary is null)
                File.Delete(change.Path);
            else
                File.Move(_temporary, Target, overwrite: true);
            _temporary = null;
        }

        public void Discard()
        {
            try
            {
                if (_temporary is not null)
                    File.Delete(_temporary);
            }
            catch (Exception e) when (FileAccess.IsFault(e))
            {
                // The fault that brought us here is the one to report.
            }
        }
    }
}
