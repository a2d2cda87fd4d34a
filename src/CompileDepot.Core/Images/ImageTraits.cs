using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Packages;
using CompileDepot.Core.Preferences.Environments;

namespace CompileDepot.Core.Images;

/// <summary>A preference of one build of a project.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
public readonly record struct PreferenceOfProject(string Project, string Framework, string Configuration, string Package, string Name);

/// <summary>What the contents of an image were made with, as far as that is written in it: versions of packages, and preferences. Read from key texts, tree texts and bundles of package restores.</summary>
public sealed class ImageTraits
{
    private const string InPackages = "{nuget}/";

    private readonly DepotImage _image;
    private readonly Dictionary<string, SortedSet<string>> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<PreferenceOfProject, SortedSet<string>> _preferences = [];

    /// <summary>Reads them. What is damaged says nothing.</summary>
    /// <exception cref="IOException">The image can't be used.</exception>
    public ImageTraits(DepotImage image)
    {
        _image = image;
        foreach (var entry in image.Entries.Select(image.PeekEntry).OfType<Entry>())
        {
            ReadText(entry.KeyText.Value, entry.Made.Project, entry.Made.Framework, entry.Made.Configuration);
            foreach (var bundle in entry.Files.Where(f => f.Role == OutputRole.PackageRestore))
                ReadBundle(bundle.Blob);
        }
        foreach (var (tree, id) in image.Projects)
        {
            if (image.PeekFile(tree, id) is var (project, _))
                ReadText(tree.Value, project.Project, project.Framework, project.Configuration);
        }
    }

    /// <summary>Versions by package, in lower case.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Versions => _versions;

    /// <summary>What each preference was, as TOML writes it, or <c>unset</c>.</summary>
    public IReadOnlyDictionary<PreferenceOfProject, SortedSet<string>> Preferences => _preferences;

    private void ReadText(Digest256 address, string project, string framework, string configuration)
    {
        if (_image.PeekBlob(new ContentDigest(address)) is not { } text)
            return;
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            var fields = KeyField.Split(line);
            if (fields[0] == PreferenceLines.Kind && fields.Length is 4 or 5)
                Note(_preferences, new PreferenceOfProject(project, framework, configuration, fields[1], fields[2]), fields[^1]);
            else if (fields is ["reference" or "analyzer" or "import", var path, ..] && path.StartsWith(InPackages, StringComparison.Ordinal))
                NotePackage(path[InPackages.Length..]);
        }
    }

    private void ReadBundle(ContentDigest digest)
    {
        try
        {
            if (_image.PeekBlob(digest) is { } bytes)
            {
                foreach (var (package, _) in RestoreBundle.Read(bytes).Packages)
                    NotePackage(package.Path);
            }
        }
        catch (FormatException)
        {
            // Another version's.
        }
    }

    // id/version, as package folders have them.
    private void NotePackage(string path)
    {
        if (path.Split('/') is [{ Length: > 0 } id, { Length: > 0 } version, ..])
            Note(_versions, id.ToLowerInvariant(), version);
    }

    private static void Note<T>(Dictionary<T, SortedSet<string>> notes, T of, string what)
        where T : notnull
    {
        if (!notes.TryGetValue(of, out var all))
            notes[of] = all = new SortedSet<string>(StringComparer.Ordinal);
        all.Add(what);
    }
}
