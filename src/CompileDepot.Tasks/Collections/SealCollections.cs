using System.Text;
using CompileDepot.Core.Collections;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Collections;

/// <summary>
/// Gathers what the closure of a project contributes to the collections that it seals, keeps their ids, and writes down what the generator needs, if that changed: of all contributions, the compile depends on this file alone.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class SealCollections : CollectionTask
{
    /// <summary>Full path of the file for the generator.</summary>
    [Required]
    public string GatheredFile { get; set; } = "";

    /// <summary>Whether files under version control may be written: not where a build only checks.</summary>
    public bool MayWrite { get; set; }

    /// <summary>Whether an editor asks, which builds no dependencies: what is not there yet is passed over, and no ids are given.</summary>
    public bool IsDesignTime { get; set; }

    private protected override void Run()
    {
        var walk = ContributionWalk.Of(Self, References);
        Say(IsDesignTime ? [] : walk.Problems);
        Say(walk.SealedTwice(Self, Sealed));
        var own = OfItems();
        var (collections, problems) = GatheredCollection.Gather(walk.State.Union(CollectionState.Of(Self, own)), Sealed);
        Say(problems);
        var ids = Ids(collections);
        if (Log.HasLoggedErrors)
            return;
        AtomicFile.WriteIfChanged(LocationsFile.PathBeside(GatheredFile), LocationsFile.Bytes([.. walk.Contributors, new(Self, Sealed, [], [], own)], RootFolder));
        AtomicFile.WriteIfChanged(GatheredFile, Encoding.UTF8.GetBytes(Core.Collections.GatheredFile.Text(Self.Path, collections, ids)));
    }

    private Dictionary<string, StableIds> Ids(IReadOnlyList<GatheredCollection> collections)
    {
        var ids = new Dictionary<string, StableIds>(StringComparer.Ordinal);
        foreach (var item in StaticWrites)
        {
            var (file, name) = (Full(item.ItemSpec), item.GetMetadata("Collection"));
            if (collections.FirstOrDefault(c => c.Name == name) is not { } collection)
                Say(new CollectionProblem(DiagnosticCodes.UnsealedCollection, $"<StaticWrite Include=\"{item.ItemSpec}\" Collection=\"{name}\" /> keeps the ids of a collection that this project does not seal. Add <SealCollection Include=\"{name}\" />, or mend the name."));
            else if (Read(file, name) is { } former && Merge(file, former, collection) is { } now)
                ids[name] = Keep(file, former, now);
        }
        return ids;
    }

    private StableIds? Read(string file, string collection)
    {
        if (!File.Exists(file))
            return StableIds.None(collection);
        var ids = StableIds.TryParse(File.ReadAllText(file), file, out var problems);
        Say(problems);
        return ids;
    }

    private StableIds? Merge(string file, StableIds former, GatheredCollection collection)
    {
        var now = former.TryMerge(collection.IdNames, file, out var problem);
        if (problem is not null)
            Say(problem);
        return now;
    }

    private StableIds Keep(string file, StableIds former, StableIds now)
    {
        if (IsDesignTime)
            return now;
        if (MayWrite)
            Write(file, former, now);
        else if (now.OutOfDate(former, file) is { } problem)
            Say(problem);
        return now;
    }

    private static void Write(string file, StableIds former, StableIds now)
    {
        // A person's own layout of a file that says the right thing stays.
        if (!File.Exists(file) || now.Difference(former).Length > 0)
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(now.Text()));
    }
}
