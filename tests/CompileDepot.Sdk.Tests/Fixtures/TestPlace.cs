using System.Collections.Concurrent;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// The folder of a test. There are as few as tests that run at a time, and one test after the other has the same: outputs hold paths, so that what one test learnt about a tree at a path serves
/// another (see <see cref="SharedResults"/>).
/// </summary>
public sealed class TestPlace
{
    private static readonly ConcurrentQueue<string> Free = new();

    private static int Made;
    private static int Kept;

    private TestPlace(string folder) => Folder = folder;

    public string Folder { get; }

    private static string TreesFolder => Path.Combine(TestRun.Folder, "trees");

    public static string KeptFolder => Path.Combine(TestRun.Folder, "kept");

    public static TestPlace Take() =>
        new(Free.TryDequeue(out var folder) ? folder : Path.Combine(TreesFolder, $"{Interlocked.Increment(ref Made):00}"));

    /// <summary>The name of the place that holds a folder.</summary>
    public static string NameOf(string folder) => Path.GetRelativePath(TreesFolder, folder).Split(Path.DirectorySeparatorChar)[0];

    /// <summary>Gives the place to whoever comes next.</summary>
    /// <param name="keeps">Whether what is there is put aside.</param>
    /// <returns>Where it was put; null where it is gone.</returns>
    public string? Leave(bool keeps)
    {
        string? kept = null;
        if (Directory.Exists(Folder) && keeps)
        {
            kept = Path.Combine(KeptFolder, $"{Interlocked.Increment(ref Kept):000}");
            Directory.CreateDirectory(KeptFolder);
            Directory.Move(Folder, kept);
        }
        else if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
        Free.Enqueue(Folder);
        return kept;
    }
}
