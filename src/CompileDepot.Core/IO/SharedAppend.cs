using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace CompileDepot.Core.IO;

/// <summary>
/// Appends to a file that other processes append to at the same time. <see cref="FileMode.Append"/> would not do: .NET looks up the end of the file and writes there, over whatever
/// another process has put there since. Where the system can't be asked to append, that is still what happens, and readers must cope with lost and torn lines.
/// </summary>
internal static partial class SharedAppend
{
    // fcntl.h, the same on every architecture of Linux that .NET runs on.
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int Permissions = 0x1b6;

    /// <summary>Writes all of <paramref name="content"/> at the end, in one call to the system.</summary>
    /// <exception cref="IOException">The file can't be opened or written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        if (OperatingSystem.IsLinux())
        {
            // On Linux a write at an offset appends too if the file is open for appending (man 2 pwrite).
            using var handle = Open(path);
            RandomAccess.Write(handle, content, 0);
            return;
        }
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Write(content);
    }

    [SupportedOSPlatform("linux")]
    private static SafeFileHandle Open(string path)
    {
        var descriptor = Open(path, WriteOnly | Create | Append | CloseOnExec, Permissions);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException($"'{path}' can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, uint mode);
}
