using System.Runtime.InteropServices;

namespace CompileDepot.Core.IO;

/// <summary>
/// When a file of a depot was last of use: its time of modification, since what it holds never changes. Collection goes by it, and so it is the agreement between builds and collectors, without a lock.
/// A build renews the stamp of what it found <em>before</em> it relies on it; a collector takes the file away <em>before</em> it looks at the stamp for the last time, and puts back what was renewed.
/// Whichever comes first, a build that renewed a stamp keeps the file, and one that could not knows that the file is gone.
/// </summary>
internal static partial class UseStamp
{
    /// <summary>How far a stamp may be behind. A call to the system for each entry and hour costs nothing that can be measured; collection waits much longer (see <see cref="Collecting.CollectOptions.Grace"/>).</summary>
    public static readonly TimeSpan Precision = TimeSpan.FromHours(1);

    // fcntl.h on Linux.
    private const int AtFdCwd = -100;

    /// <summary>Renews the stamp of a file, if it is behind. Never throws.</summary>
    /// <returns>Whether the file is there and its stamp is not behind; false also where the depot can't be written: what was found may be used all the same.</returns>
    public static bool Renew(string path) =>
        FileStamp.TryRead(path, out var stamp) && (FileStamp.Now - stamp.ModifiedNanoseconds < Precision.Ticks * 100 || Touch(path));

    private static bool Touch(string path)
    {
        // .NET names the time, which only the owner may; whoever may write the file may set the present time. In a depot of many users that is the rule.
        if (OperatingSystem.IsLinux())
            return SetTimes(AtFdCwd, path, 0, 0) == 0;
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "utimensat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetTimes(int directory, string path, nint times, int flags);
}
