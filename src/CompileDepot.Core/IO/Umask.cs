namespace CompileDepot.Core.IO;

/// <summary>The permission bits that this process gives to new files: a restored file must have those that the compiler would have given it here, not those of the machine that recorded it.</summary>
internal static class Umask
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly UnixFileMode Mask = Read();

    /// <param name="recorded">Decides whether the file is executable, and nothing else.</param>
    public static UnixFileMode Default(UnixFileMode recorded) => (ReadWrite | ((recorded & Execute) != 0 ? Execute : 0)) & ~Mask;

    // The call umask(2) can only be asked by changing it; Linux tells it in /proc as well. 022 is the usual value elsewhere.
    private static UnixFileMode Read()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/status"))
            {
                if (line.StartsWith("Umask:", StringComparison.Ordinal))
                    return (UnixFileMode)Convert.ToInt32(line[6..].Trim(), 8);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // As on systems without /proc.
        }
        return UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    }
}
