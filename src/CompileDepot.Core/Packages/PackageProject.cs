namespace CompileDepot.Core.Packages;

/// <summary>One project that NuGet is about to restore. Paths are full.</summary>
/// <param name="Name">What NuGet calls it: the path of its file.</param>
/// <param name="OutputFolder">Where NuGet writes, commonly <c>obj</c>.</param>
/// <param name="Closure">Names of the projects that its graph is made from, itself among them, in NuGet's order.</param>
/// <param name="PackageFolders">The folder that packages are unpacked to, then those that are only read.</param>
/// <param name="Inputs">Files that NuGet reads beside the graph and its packages: configuration, runtime graphs.</param>
/// <param name="LockFile">Where <c>packages.lock.json</c> is, or has to be; null where the project uses none.</param>
/// <param name="IsAudited">Whether NuGet asks the sources for known vulnerabilities: it was not told not to, and there can be packages.</param>
public sealed record PackageProject(
    string Name,
    string OutputFolder,
    IReadOnlyList<string> Closure,
    IReadOnlyList<string> PackageFolders,
    IReadOnlyList<string> Inputs,
    string? LockFile,
    bool IsAudited)
{
    /// <summary>NuGet looks here first; a project that has it is NuGet's own affair.</summary>
    public string CacheFile => FileOf(RestoreFile.Cache);

    public string FileOf(RestoreFile file) => Path.Combine(OutputFolder, file switch
    {
        RestoreFile.Assets => "project.assets.json",
        RestoreFile.Cache => "project.nuget.cache",
        RestoreFile.Props => Path.GetFileName(Name) + ".nuget.g.props",
        RestoreFile.Targets => Path.GetFileName(Name) + ".nuget.g.targets",
        RestoreFile.Graph => Path.GetFileName(Name) + ".nuget.dgspec.json",
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    });
}

/// <summary>What NuGet writes for a project. Persisted by name.</summary>
public enum RestoreFile
{
    Assets = 1,
    Cache = 2,
    Props = 3,
    Targets = 4,

    /// <summary>Not kept: it is put together from the graph at hand (see <see cref="ProjectSpecText"/>).</summary>
    Graph = 5,
}
