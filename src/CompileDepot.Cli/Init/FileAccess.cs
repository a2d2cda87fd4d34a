namespace CompileDepot.Cli.Init;

/// <summary>Reading with the faults of the file system turned into <see cref="InitException"/>.</summary>
internal static class FileAccess
{
    /// <summary>The bytes of a file; null if there is none.</summary>
    /// <exception cref="InitException">It is there and cannot be read.</exception>
    public static byte[]? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException) when (!Directory.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (IsFault(e))
        {
            throw InitException.OfFile(path, $"The file cannot be read: {e.Message} Nothing was changed.", e);
        }
    }

    public static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException;
}
