using System.Globalization;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>What all tests of one run share: the packed SDK, the feed it lies in and a package folder of its own.</summary>
/// <remarks>
/// Environment variables: <c>COMPILEDEPOT_TEST_FEED</c> names a folder that holds the packed SDK already (nothing is packed then);
/// <c>COMPILEDEPOT_TEST_PLAIN=1</c> adds the SDK to nothing, so that plain builds are compared with plain builds: this proves the fixture and
/// that each scenario does to a plain build what it says; <c>COMPILEDEPOT_TEST_KEEP=1</c> keeps the folders of tests that passed too.
/// </remarks>
[TestClass]
public static class TestRun
{
    public static bool IsPlain { get; } = Environment.GetEnvironmentVariable("COMPILEDEPOT_TEST_PLAIN") == "1";

    public static bool KeepsAll { get; } = Environment.GetEnvironmentVariable("COMPILEDEPOT_TEST_KEEP") == "1";

    public static string Folder { get; } =
        Path.Combine(Path.GetTempPath(), "cd-e2e", string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:MMddHHmmss}-{Environment.ProcessId}"));

    /// <summary>A package folder of the run's own: a package packed a moment ago never loses to an older one of the same version.</summary>
    public static string Packages { get; } = Path.Combine(Folder, "packages");

    public static string Feed { get; private set; } = Path.Combine(Folder, "feed");

    public static string SdkVersion { get; private set; } = "0.0.0";

    [AssemblyInitialize]
    public static void Start(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Directory.CreateDirectory(Packages);
        Directory.CreateDirectory(Feed);
        if (IsPlain)
            return;
        if (Environment.GetEnvironmentVariable("COMPILEDEPOT_TEST_FEED") is { Length: > 0 } feed)
            Feed = Path.GetFullPath(feed);
        else
            Pack();
        SdkVersion = VersionOf("CompileDepot.Sdk");
    }

    public static string RepositoryFolder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Build.sln")))
                return folder;
        }

        throw new InvalidOperationException($"No Build.sln above {AppContext.BaseDirectory}: set COMPILEDEPOT_TEST_FEED.");
    }

    [AssemblyCleanup]
    public static void End()
    {
        CompilerServer.End();
        BuildServer.End();
        if (Directory.Exists(TestPlace.KeptFolder))
            return;
        Directory.Delete(Folder, recursive: true);
    }

    private static void Pack()
    {
        var repository = RepositoryFolder();
        var packed = DotNet.Run(new DotNetCall
        {
            Arguments = ["pack", Path.Combine(repository, "Build.sln"), "-c", "Release", "-o", Feed, "-nologo", "-v:q"],
            WorkingFolder = repository,
            SharesPackages = false,
        });
        if (packed.ExitCode != 0)
            throw new InvalidOperationException($"Packing {repository} failed:\n{packed.Output}");
    }

    private static string VersionOf(string id)
    {
        var package = Directory.EnumerateFiles(Feed, $"{id}.*.nupkg").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            ?? throw new InvalidOperationException($"{Feed} holds no {id}.<version>.nupkg.");
        return Path.GetFileNameWithoutExtension(package)[(id.Length + 1)..];
    }
}
