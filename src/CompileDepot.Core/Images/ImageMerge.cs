using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Images;

/// <summary>
/// Puts several images together. Of an entry that several have, that of the first image stays; equal ones differ in when and where they were made at most, and others are told.
/// </summary>
public sealed class ImageMerge
{
    private static readonly Origin Nowhere = new("", "", "", "", "", default, default);

    private readonly IReadOnlyList<DepotImage> _images;
    private readonly ImageBuilder _builder;
    private readonly Dictionary<ActionKey, (DepotImage Image, Entry? Entry, byte[] File)> _entries = [];
    private readonly List<EntryConflict> _conflicts = [];
    private readonly List<string> _faults = [];

    private ImageMerge(IReadOnlyList<DepotImage> images, ImageBuilder builder) => (_images, _builder) = (images, builder);

    /// <summary>Adds the contents of all images to a builder.</summary>
    /// <exception cref="IOException">An image can't be used; the message names it.</exception>
    public static MergeReport Merge(IReadOnlyList<DepotImage> images, ImageBuilder builder)
    {
        var merge = new ImageMerge(images, builder);
        var traits = new List<ImageTraits>();
        foreach (var image in images)
        {
            try
            {
                merge.Add(image);
                traits.Add(new ImageTraits(image));
            }
            catch (IOException e)
            {
                throw new ImageException($"{image.Place}: {e.Message}", e);
            }
        }
        return new MergeReport(
            merge._conflicts,
            [.. Disagreements(images, traits, t => t.Versions).Select(d => new Disagreement(d.Of, null, d.Members)).OrderBy(d => d.Subject, StringComparer.Ordinal)],
            [.. Disagreements(images, traits, t => t.Preferences).Select(d => new Disagreement($"{d.Of.Package}.{d.Of.Name}", d.Of, d.Members))
                .OrderBy(d => d.Of!.Value.Project, StringComparer.Ordinal).ThenBy(d => d.Of!.Value.Framework, StringComparer.Ordinal).ThenBy(d => d.Of!.Value.Configuration, StringComparer.Ordinal).ThenBy(d => d.Subject, StringComparer.Ordinal)],
            merge._faults);
    }

    private void Add(DepotImage image)
    {
        // All that the others have, too: one may be damaged where another is not.
        foreach (var (digest, _) in image.Blobs)
            _builder.Add(digest, [image, .. _images.Where(i => i != image && i.HasBlob(digest, -1))]);
        foreach (var key in image.Entries)
            Add(image, key, image.ReadEntry(key) ?? []);
        foreach (var (tree, id) in image.Projects)
        {
            var file = image.ReadProject(tree, id) ?? [];
            var entry = ProjectEntryFile.TryRead(file);
            // Those of one name hold the same, see ProjectEntryFile.IdOf.
            if (image.Distrust(file) is { } doubt)
                _faults.Add($"{image.Place}: project {tree} {id}: {doubt}");
            else if (entry?.Tree == tree || (entry is null && SignedFile.IsWhole(file)))
                _builder.Add(tree, id, file, entry);
            else
                _faults.Add($"{image.Place}: project {tree} {id}: the entry is damaged");
        }
    }

    private void Add(DepotImage image, ActionKey key, byte[] file)
    {
        var entry = image.PeekEntry(key);
        if (entry is null && (image.Distrust(file) is not null || !EntryFile.IsForeign(file)))
        {
            _faults.Add($"{image.Place}: entry {key}: {image.Distrust(file) ?? "the entry is damaged"}");
            return;
        }
        if (_entries.TryAdd(key, (image, entry, file)))
            _builder.Add(key, file, entry);
        else if (_entries[key] is var first && !IsSame(first.Entry, first.File, entry, file))
            _conflicts.Add(new EntryConflict(key, (first.Entry ?? entry)?.Made.Project ?? "", (first.Entry ?? entry)?.Made.Task ?? "", first.Image.Place, image.Place, Differences(first.Entry, entry)));
    }

    private static bool IsSame(Entry? one, byte[] file, Entry? other, byte[] otherFile) =>
        one is null || other is null ? file.AsSpan().SequenceEqual(otherFile) : EntryFile.Write(one with { Made = Nowhere }).AsSpan().SequenceEqual(EntryFile.Write(other with { Made = Nowhere }));

    private static IReadOnlyList<string> Differences(Entry? one, Entry? other)
    {
        if (one is null || other is null)
            return [];
        Dictionary<string, ContentDigest> Files(Entry entry) => entry.Files.GroupBy(f => f.Path).ToDictionary(g => g.Key, g => g.Last().Blob);
        var (left, right) = (Files(one), Files(other));
        return [.. left.Keys.Union(right.Keys).Where(p => !left.TryGetValue(p, out var a) || !right.TryGetValue(p, out var b) || a != b).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<(T Of, IReadOnlyList<(string Image, IReadOnlyList<string> Values)> Members)> Disagreements<T>(
        IReadOnlyList<DepotImage> images, IReadOnlyList<ImageTraits> traits, Func<ImageTraits, IReadOnlyDictionary<T, SortedSet<string>>> select)
        where T : notnull =>
        traits.SelectMany(t => select(t).Keys).Distinct()
            .Select(of => (of, Members: images.Zip(traits).Where(m => select(m.Second).ContainsKey(of)).Select(m => (m.First.Place, (IReadOnlyList<string>)[.. select(m.Second)[of]])).ToList()))
            .Where(d => d.Members.Skip(1).Any(m => !m.Item2.SequenceEqual(d.Members[0].Item2)))
            .Select(d => (d.of, (IReadOnlyList<(string, IReadOnlyList<string>)>)d.Members));
}

/// <summary>What images do not agree on, and what is damaged in them.</summary>
/// <param name="Conflicts">In the order of images and keys.</param>
/// <param name="Versions">Packages that were resolved to other versions.</param>
/// <param name="Preferences">Preferences of the same project that had other values.</param>
/// <param name="Faults">What is damaged, or not to be trusted, and so was left out.</param>
public sealed record MergeReport(IReadOnlyList<EntryConflict> Conflicts, IReadOnlyList<Disagreement> Versions, IReadOnlyList<Disagreement> Preferences, IReadOnlyList<string> Faults);

/// <summary>A key under which two images have different results.</summary>
/// <param name="Project">Tokenized path.</param>
/// <param name="Kept">Full path of the image whose entry stays.</param>
/// <param name="Dropped">Full path of the other.</param>
/// <param name="Files">Tokenized paths of the files that differ; none where it is what the step said, or one is of another version.</param>
public sealed record EntryConflict(ActionKey Key, string Project, string Task, string Kept, string Dropped, IReadOnlyList<string> Files);

/// <summary>Something that images do not agree on.</summary>
/// <param name="Subject">The id of a package in lower case, or package and name of a preference.</param>
/// <param name="Of">Of a preference: the project.</param>
/// <param name="Members">Full paths of the images that know of it, in their order, each with what it has.</param>
public sealed record Disagreement(string Subject, PreferenceOfProject? Of, IReadOnlyList<(string Image, IReadOnlyList<string> Values)> Members);
