using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Projects;

/// <summary>How the entries of one tree hash are told apart: builds that agree in all that is known before a build may differ in what the compiler turned out to read.</summary>
public static class ProjectStore
{
    /// <summary>The name of an entry within its tree hash: what it holds, and not when or by whom it was made.</summary>
    public static string Id(ProjectEntry entry) =>
        ContentDigest.Of(ProjectEntryFile.Write(entry with { Time = default, Duration = default, Root = entry.BoundBy is null ? "" : entry.Root })).ToString()[..32];
}
