namespace CompileDepot.Core.Settings;

/// <summary>
/// Every public property, in the order in which the pages list them. The tables of the README and of <c>eng/docs/settings.md</c>, <c>compiledepot help settings</c> and the search for misspelt names are made
/// from this list; tests hold it and <c>sdk/</c> together.
/// </summary>
public static class SettingsCatalog
{
    /// <summary>What the names of all settings begin with.</summary>
    public const string Prefix = "CompileDepot";

    private const string Boolean = "`true`, `false`";
    private const string ToBeRead = "to be read";

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("CompileDepotEnabled", Boolean, "`true`", "`false`: the SDK adds nothing to the build"),
        new("CompileDepotMode", "see below", "`ReadWrite`", "what to do with the depot"),
        new("CompileDepotPath", "as `COMPILEDEPOT_PATH`", "empty: the environment variable counts", "the stack of depots; wins over the environment variable"),
        new("CompileDepotReshare", Boolean, "`false`", "`true`: what a lower depot has is copied into the first")
        {
            Details = "`true`: an entry that a lower depot has is copied into the first, with its files",
        },
        new("CompileDepotMaxSize", "a size: `20GB`, `500M`, `1.5GiB`", "empty: no limit", "[collect](collection.md) the first depot by itself, at most once a day, when it is larger")
        {
            Details = "the first depot is [collected](collection.md#by-itself) by itself when it is larger, at most once a day, in the background",
        },
        new("CompileDepotRemote", "`address [write] [auth=NAME] [scope=NAME]`, separated by `;`", "empty", "[remote depots](remotes.md), asked after those of this machine")
        {
            Details = "[remote depots](remotes.md), asked in this order when no depot of this machine has an entry",
        },
        new("CompileDepotTrustedKeys", "files with public keys, separated by `;`", "empty: nothing has to be signed", "[trust](trust.md) only what one of these keys signed, of all that comes from elsewhere")
        {
            Details = "what comes from a remote depot or an image counts only with a signature of one of these [keys](trust.md)",
        },
        new("CompileDepotSigningKey", "a file with a private key, or `env:NAME`", "empty: nothing is signed", "sign what is stored")
        {
            Details = "the [key](trust.md) that signs what this build stores",
        },
        new("CompileDepotProjectRestore", Boolean, "`true`", "`false`: only compiles are restored, never whole projects"),
        new("CompileDepotTreeHashFile", ToBeRead, "`obj/…/<Project>.compiledepot.tree`", "holds the project's dependency-tree hash")
        {
            Details = "the file with the project's dependency-tree hash. It is written before the compile, and only if the hash changed: so it can be an input of a target of yours that depends on everything that the project does",
        },
        new("CompileDepotRoot", "an absolute path", "the git top, else the nearest folder with a solution, else with `Directory.Build.props`, else the project's folder", "the top folder of the source tree")
        {
            Details = "the top folder of the source tree: paths below it are recorded relative to it",
        },
        new("CompileDepotPackageRestore", Boolean, "`true`", "`false` leaves the restore of packages to NuGet alone")
        {
            Details = "`false`: the restore of packages is NuGet's alone. See [restore](restore.md), also for what the modes mean there",
        },
        new("CompileDepotEnvironment", "a name, or the full path of a folder", "empty: what the files in the root say", "the [environment](preferences.md#environments) of preferences"),
        new("CompileDepotPreferenceLookup", "`Package`, `Manifest`, `Preference`", "`Package`", "which layers of preferences are heard")
        {
            Details = "which [layers](preferences.md#lookup-and-merge) of preferences are heard on a package",
        },
        new("CompileDepotPreferenceMerge", "`Recursive`, `Shallow`, `None`", "`Recursive`", "how what they say is put together"),
        new("CompileDepotPreferenceConstants", Boolean, "`true`", "`false`: no class `CompileTimePreferences` is generated"),
        new("CompileDepotClosed", Boolean, "`false`", "`true`: what nobody declared fails the build")
        {
            Details = "`true`, for CI: a preference that nobody reads, an undeclared input of a compile ([CD0051](diagnostics/CD0051.md)), and a reference that comes along with another one only ([CD0052](diagnostics/CD0052.md)) fail the build. Whole projects are not restored then, compiles are",
        },
        new("CompileDepotTasksAssembly", ToBeRead, "empty where CompileDepot is off", "makes [steps of your own](steps.md) cacheable")
        {
            Details = "the assembly with the task factory that makes [steps](steps.md) cacheable",
        },
        new("CompileDepotTaskSettings", ToBeRead, "empty where CompileDepot is off", "what a profile of such a step needs")
        {
            Details = "a line of each [profile of a task](steps.md#a-task): what the factory has to know of the project",
        },
        new("CompileDepotVariant", ToBeRead, "empty", "which other preferences this build of the project is for")
        {
            Details = "the key of the [variant](preferences.md#whose-preferences) that this evaluation of the project is; empty where it is built as itself",
        },
        new("CompileDepotCollections", Boolean, "`false`", "`true`: projects contribute to [collections](collections.md), and seal them")
        {
            Details = "`true`, in `Directory.Build.props`: projects contribute to [collections](collections.md), and may seal them. Works where caching is off, too",
        },
        new("CompileDepotGatheredFile", ToBeRead, "`obj/…/<Project>.gathered.txt`", "holds what a project seals, for [`ReadCollection`](collections.md#reading-in-a-target-of-your-own)")
        {
            Details = "what a project seals, for [`ReadCollection`](collections.md#reading-in-a-target-of-your-own)",
        },
    ];

    /// <summary>The setting of a name, in any case as MSBuild has it; null: there is none.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a property looks like a setting of ours, and is none: it has no effect. By the exact prefix: environment variables are properties, too, and COMPILEDEPOT_PATH is one.</summary>
    public static bool IsMisspelt(string property) => property.StartsWith(Prefix, StringComparison.Ordinal) && Find(property) is null;
}
