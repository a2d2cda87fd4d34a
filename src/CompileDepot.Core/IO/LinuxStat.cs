using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CompileDepot.Core.IO;

/// <summary>The <c>statx</c> call: the one stat of Linux whose structure is the same on every architecture. .NET itself tells neither ctime nor inode.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class LinuxStat
{
    private const int AtFdCwd = -100;
    private const uint BasicStats = 0x7ff;
    private const ushort FormatMask = 0xf000;
    private const ushort RegularFile = 0x8000;

    /// <summary>False with a C library older than statx (glibc 2.28, musl 1.2.3); the portable way is used then.</summary>
    public static bool Available { get; } = Probe();

    public static bool TryRead(string path, out FileStamp stamp)
    {
        StatxBuffer buffer;
        stamp = default;
        if (StatX(AtFdCwd, path, 0, BasicStats, &buffer) != 0 || (buffer.Mode & FormatMask) != RegularFile)
            return false;
        stamp = new FileStamp((long)buffer.Size, buffer.Modified.Nanoseconds, buffer.Changed.Nanoseconds, buffer.Inode, (ushort)(buffer.Mode & 0xfff));
        return true;
    }

    private static bool Probe()
    {
        try
        {
            StatxBuffer buffer;
            return StatX(AtFdCwd, "/", 0, BasicStats, &buffer) == 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, StatxBuffer* buffer);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timestamp
    {
        private readonly long _seconds;
        private readonly uint _nanoseconds;
        private readonly int _reserved;

        public long Nanoseconds => (_seconds * 1_000_000_000) + _nanoseconds;
    }

    // struct statx, 256 bytes (man 2 statx).
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxBuffer
    {
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public Timestamp Changed;
        [FieldOffset(112)] public Timestamp Modified;
    }
}
