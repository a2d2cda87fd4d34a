using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Collections;

/// <summary>Gives the values of a sealed collection to a target that generates something of its own. Of a collection that the project does not seal nobody knows the values: asking is an error, and not an empty answer.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadCollection : Microsoft.Build.Utilities.Task
{
    [Required]
    public string Collection { get; set; } = "";

    /// <summary>What <see cref="SealCollections"/> wrote: <c>$(CompileDepotGatheredFile)</c>.</summary>
    [Required]
    public string GatheredFile { get; set; } = "";

    /// <summary>One item a value, in order: the identity is its name, with metadata <c>Key</c> (of a table), <c>ValueType</c>, <c>Producer</c> (the project's path from the root), and <c>Id</c> where ids are kept.</summary>
    [Output]
    public ITaskItem[] Values { get; set; } = [];

    public override bool Execute()
    {
        try
        {
            var text = File.Exists(GatheredFile) ? File.ReadAllText(GatheredFile) : "";
            if (Core.Collections.GatheredFile.Find(text, Collection) is { } found)
                Values = [.. found.Items.Select(i => Item(i, found.Ids))];
            else
                Log.LogError(null, DiagnosticCodes.UnsealedCollection, null, BuildEngine.ProjectFileOfTaskNode, BuildEngine.LineNumberOfTaskNode, 0, 0, 0, $"The collection '{Collection}' is not sealed by this project, so nobody knows what is in it. Add <SealCollection Include=\"{Collection}\" />, and read it after the target SealCollections.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            Log.LogError(null, DiagnosticCodes.UnreadableGathered, null, GatheredFile, 0, 0, 0, 0, $"What was gathered can't be read: {e.Message}. Build again.");
        }
        return !Log.HasLoggedErrors;
    }

    private static TaskItem Item((string Producer, string? Key, ContributionValue Value) item, IReadOnlyDictionary<string, string> ids)
    {
        // Whatever the text is, the item is that text, and no list of several.
        var made = new TaskItem(ProjectCollection.Escape(item.Value.Name));
        var metadata = new Dictionary<string, string>
        {
            ["Key"] = item.Key ?? "",
            ["ValueType"] = item.Value.Fields[0],
            ["Producer"] = item.Producer,
            ["Id"] = ids.GetValueOrDefault(item.Key ?? item.Value.Name, ""),
        };
        foreach (var (name, value) in metadata)
            made.SetMetadata(name, ProjectCollection.Escape(value));
        return made;
    }
}
