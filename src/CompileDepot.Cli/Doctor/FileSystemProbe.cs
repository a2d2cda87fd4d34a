using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using CompileDepot.Core.IO;

namespace CompileDepot.Cli.Doctor;

/// <summary>What a folder's file system can do, found out by doing it with files that are removed again.</summary>
/// <param name="ReplacesAtomically">Whether a rename replaces a file, and who has the old one open keeps it: what publishing files relies on.</param>
/// <param name="Clones">Whether a copy shares its blocks with the original until one is written; null: this system has no way to tell.</param>
/// <param name="TimeStep">How exactly a file's time of modification is kept.</param>
/// <param name="SeesCase">Whether names that differ in case are two.</param>
/// <param name="ClockAhead">The file system's clock less ours; of a server's, that server's.</param>
/// <param name="Format">As the system calls it: <c>ext4</c>, <c>NTFS</c>; empty where it is not told.</param>
/// <param name="IsRemote">Whether it is known to be on another machine.</param>
/// <param name="FreeBytes">What this user may still write; -1 where it is not told.</param>
/// <param name="TotalBytes">Of the whole file system; -1 where it is not told.</param>
internal sealed record FileSystemProbe(bool ReplacesAtomically, bool? Clones, TimeSpan TimeStep, bool SeesCase, TimeSpan ClockAhead, string Format, bool IsRemote, long FreeBytes, long TotalBytes)
{
    // One block of any file system: less may lie beside the file's name, and not be shared.
    private const int BlockSize = 64 * 1024;

    private static readonly string[] RemoteFormats = ["nfs", "cifs", "smb", "fuse.sshfs", "afs", "ceph", "glusterfs", "9p", "webdav", "davfs", "lustre", "gpfs"];

    // Exact to all that .NET can tell, odd in seconds (FAT keeps even ones).
    private static readonly DateTime ExactTime = new DateTime(2020, 2, 3, 4, 5, 7, DateTimeKind.Utc).AddTicks(1_234_567);

    /// <param name="folder">Full path of an existing folder that can be written.</param>
    /// <exception cref="IOException">It can't be written after all.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static FileSystemProbe Take(string folder)
    {
        // A name that collection knows for a leftover, should the process be killed.
        var own = Directory.CreateDirectory(AtomicFile.TemporaryFor(Path.Combine(folder, "probe"))).FullName;
        try
        {
            var (format, isRemote, free, total) = Volume(folder);
            return new FileSystemProbe(Replaces(own), Cloning(own), Step(own), SeparatesCase(own), Ahead(own), format, isRemote, free, total);
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    private static bool Replaces(string folder)
    {
        var (old, renewed) = (Path.Combine(folder, "old"), Path.Combine(folder, "new"));
        File.WriteAllText(old, "old");
        File.WriteAllText(renewed, "new");
        try
        {
            using var reader = new StreamReader(new FileStream(old, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            File.Move(renewed, old, overwrite: true);
            return reader.ReadToEnd() == "old" && File.ReadAllText(old) == "new" && !File.Exists(renewed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool? Cloning(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var (source, copy) = (Path.Combine(folder, "source"), Path.Combine(folder, "copy"));
        var content = new byte[BlockSize];
        content.AsSpan().Fill(1);
        File.WriteAllBytes(source, content);
        return LinuxClone.TryClone(source, copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(content);
    }

    private static TimeSpan Step(string folder)
    {
        var path = Path.Combine(folder, "time");
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, ExactTime);
        var lost = (ExactTime - File.GetLastWriteTimeUtc(path)).Duration();
        TimeSpan[] steps = [TimeSpan.FromTicks(1), TimeSpan.FromMicroseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];
        return lost == TimeSpan.Zero ? steps[0] : steps.FirstOrDefault(s => lost < s, TimeSpan.FromDays(1));
    }

    private static bool SeparatesCase(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "case"), "");
        return !File.Exists(Path.Combine(folder, "CASE"));
    }

    // Between the two moments the file was written.
    private static TimeSpan Ahead(string folder)
    {
        var path = Path.Combine(folder, "clock");
        var before = DateTime.UtcNow;
        File.WriteAllText(path, "now");
        var after = DateTime.UtcNow;
        var written = File.GetLastWriteTimeUtc(path);
        return written < before ? written - before : written > after ? written - after : TimeSpan.Zero;
    }

    private static (string Format, bool IsRemote, long Free, long Total) Volume(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            var format = drive.DriveFormat;
            return (format, drive.DriveType == DriveType.Network || RemoteFormats.Any(f => format.StartsWith(f, StringComparison.OrdinalIgnoreCase)), drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ("", folder.StartsWith(@"\\", StringComparison.Ordinal), -1, -1);
        }
    }

    /// <summary>The step of times, for a person.</summary>
    public string TimeStepText => TimeStep < TimeSpan.FromMilliseconds(0.01) ? "exact times" : string.Create(CultureInfo.InvariantCulture, $"times to {(TimeStep < TimeSpan.FromSeconds(1) ? $"{TimeStep.TotalMilliseconds} ms" : $"{TimeStep.TotalSeconds} s")}");
}

/// <summary>The <c>FICLONE</c> request of Linux: what <see cref="File.Copy(string, string)"/> tries first.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxClone
{
    // _IOW(0x94, 9, int), the same on all architectures that .NET runs on.
    private const nuint FiClone = 0x40049409;

    public static bool TryClone(string source, string copy)
    {
        using var from = File.OpenHandle(source);
        using var to = File.OpenHandle(copy, FileMode.CreateNew, FileAccess.ReadWrite);
        try
        {
            return IoCtl((int)to.DangerousGetHandle(), FiClone, (int)from.DangerousGetHandle()) == 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoCtl(int file, nuint request, nint argument);
}
