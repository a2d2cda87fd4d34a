namespace CompileDepot.Cli.Init;

/// <summary>Whether a repository has the SDK in its top folder, in the form that <c>init</c> writes. Single projects may name it themselves besides.</summary>
/// <param name="Version">The version that global.json pins, or null.</param>
/// <param name="Missing">Those of the files of <c>init</c> that lack it.</param>
/// <param name="Fault">Why it can't be told, or null.</param>
internal sealed record SdkPresence(string? Version, IReadOnlyList<string> Missing, string? Fault)
{
    private static readonly (string Name, ImportEditor Editor)[] Imports =
    [
        (InitPlan.BuildProps, ImportEditor.Props),
        (InitPlan.BuildTargets, ImportEditor.Targets),
        (InitPlan.SolutionTargets, ImportEditor.SolutionTargets),
    ];

    // The import for solutions only prints a summary: without it the SDK works as well.
    public SdkState State => Fault is not null ? SdkState.Unknown
        : Missing.All(m => m == InitPlan.SolutionTargets) ? SdkState.Added
        : Missing.Count == Imports.Length + 1 ? SdkState.None
        : SdkState.Partly;

    /// <param name="folder">Full path.</param>
    public static SdkPresence Look(string folder)
    {
        try
        {
            var globalJson = Path.Combine(folder, InitPlan.GlobalJson);
            var version = FileAccess.ReadOrNull(globalJson) is { } bytes ? GlobalJsonEditor.PinnedVersion(globalJson, bytes) : null;
            var missing = Imports.Where(i => !Has(Path.Combine(folder, i.Name), i.Editor)).Select(i => i.Name);
            return new SdkPresence(version, [.. version is null ? new[] { InitPlan.GlobalJson } : [], .. missing], null);
        }
        catch (InitException e)
        {
            return new SdkPresence(null, [], e.Fault);
        }
    }

    // Adding to a file that has the import changes nothing.
    private static bool Has(string path, ImportEditor editor) => FileAccess.ReadOrNull(path) is { } bytes && editor.Add(path, bytes) == bytes;
}

/// <summary>How much of the SDK a repository has.</summary>
internal enum SdkState
{
    None,
    Partly,
    Added,
    Unknown,
}
