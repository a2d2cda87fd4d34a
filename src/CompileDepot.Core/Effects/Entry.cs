using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Effects;

/// <summary>What an action produced. Immutable.</summary>
/// <param name="Key">The key that the entry is found by. For a bound entry it is not the address of the key text.</param>
/// <param name="KeyText">The address of the key text's blob: the action key proper.</param>
/// <param name="BoundBy">What in the outputs can't be rewritten for another place, in words; null for an entry that serves every checkout and commit.</param>
/// <param name="Effects">In the order in which they happened.</param>
public sealed record Entry(ActionKey Key, ActionKey KeyText, string? BoundBy, Origin Made, IReadOnlyList<Effect> Effects)
{
    /// <summary>What must be as it was where the entry was made.</summary>
    public Binding BoundTo { get; init; } = BoundBy is null ? Binding.None : Binding.Roots;

    /// <summary>What of the place where the entry was made its local files hold; null where it has none.</summary>
    public Imprint? Imprint { get; init; }

    public IEnumerable<OutputFileEffect> Files => Effects.OfType<OutputFileEffect>();

    /// <summary>The blobs that it names, each once: its files, and the text of its key, whose size is not told (negative).</summary>
    public IEnumerable<(ContentDigest Blob, long Size)> Blobs => Files.Select(f => (f.Blob, f.Size)).Append((new ContentDigest(KeyText.Value), -1)).DistinctBy(b => b.Item1);
}

/// <summary>Where an entry came from; for people, not for decisions.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Framework">Target framework moniker, or empty.</param>
/// <param name="Root">Full path of the root.</param>
/// <param name="Duration">How long the step ran.</param>
public sealed record Origin(string Task, string Project, string Framework, string Configuration, string Root, DateTimeOffset Time, TimeSpan Duration);
