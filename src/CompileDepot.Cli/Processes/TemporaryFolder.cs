namespace CompileDepot.Cli.Processes;

/// <summary>
/// A folder that is deleted when it is disposed. It lies among the user's own data, not in the folder for temporary files that all users of a machine share: MSBuild, NuGet and the SDK search upwards for files that they
/// obey (<c>Directory.Build.rsp</c>, <c>Directory.Build.props</c>, <c>NuGet.config</c>, <c>global.json</c>), and in a shared folder anybody may put one.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    // What a tree holds is its user's alone.
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Nothing of ours works that long: an older one is of a process that was killed.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // Short: the SDK breaks strings in sources that it writes where they grow long, and so writes others for a long path.
    private static readonly string Parent = ParentBelow(
        OperatingSystem.IsMacOS(),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));

    /// <param name="purpose">Begins its name.</param>
    /// <param name="parent">Where to put it instead.</param>
    /// <exception cref="IOException">Nowhere can a folder be made.</exception>
    public TemporaryFolder(string purpose, string? parent = null) => FullPath = TryCreate(purpose, parent ?? Parent) ?? Directory.CreateTempSubdirectory($"compiledepot-{purpose}-").FullName;

    public string FullPath { get; }

    public void Dispose() => TryDelete(FullPath);

    /// <summary>Where temporary folders go. On macOS not among the user's data, which lies in "Application Support": many a build does not bear the blank.</summary>
    internal static string ParentBelow(bool isMac, string home, string data) =>
        isMac && home.Length > 0 ? Path.Combine(home, "Library", "Caches", "compiledepot", "tmp") : Path.Combine(data, "compiledepot", "tmp");

    // A user without a home, or one that can't be written, still has the folder for temporary files.
    private static string? TryCreate(string purpose, string parent)
    {
        if (!Path.IsPathFullyQualified(parent))
            return null;
        try
        {
            if (Directory.Exists(parent))
            {
                foreach (var left in Directory.EnumerateDirectories(parent).Where(d => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(d) > Lifetime))
                    TryDelete(left);
            }
            var path = Path.Combine(parent, $"{purpose}-{Guid.NewGuid():N}"[..(purpose.Length + 9)]);
            CreatePrivate(parent);
            CreatePrivate(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // One that is there already keeps its mode.
    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            // Windows deletes no file that is read-only, and git's objects are.
            if (OperatingSystem.IsWindows())
                Unprotect(folder);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one tries again.
        }
    }

    /// <summary>Takes the read-only attribute from all files below; links are not followed.</summary>
    internal static void Unprotect(string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", all).Where(f => f.IsReadOnly))
            file.IsReadOnly = false;
    }
}
