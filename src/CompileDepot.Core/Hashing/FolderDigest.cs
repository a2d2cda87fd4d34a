using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Hashing;

/// <summary>Digests of many files as one: SHA-256 over the sorted lines <c>relative-path digest</c>, fields escaped as in key texts.</summary>
internal static class FolderDigest
{
    /// <summary>Every file below <paramref name="folder"/>, except in the named folders directly below it; a link that leads to what counts already under another name has a line <c>relative-path link other-path</c>.</summary>
    /// <param name="inputs">Receives the files.</param>
    /// <exception cref="IOException">The folder or one of its files can't be read.</exception>
    public static ContentDigest OfTree(string folder, IReadOnlyCollection<string> except, FileDigester digester, ICollection<InputFile> inputs)
    {
        var walk = new FolderWalk(folder, except);
        return Of(folder, walk.Files, digester, inputs, file => file.Digest, walk.Links);
    }

    /// <summary>The assemblies and native libraries that lie in <paramref name="folder"/> itself, with their translations one folder below: what an analyzer can load from beside it.</summary>
    /// <param name="digestOf">What of each file counts.</param>
    /// <exception cref="IOException">The folder or one of its files can't be read.</exception>
    public static ContentDigest OfAssemblies(string folder, FileDigester digester, ICollection<InputFile> inputs, Func<InputFile, ContentDigest> digestOf) =>
        Of(
            folder,
            Directory.EnumerateFiles(folder).Where(IsLibrary).Concat(Directory.EnumerateDirectories(folder).SelectMany(d => Directory.EnumerateFiles(d, "*.resources.dll"))),
            digester,
            inputs,
            digestOf);

    // As each system names them; versions may follow the ".so".
    private static bool IsLibrary(string path) => Path.GetFileName(path) is var name
        && (name.EndsWith(".dll", PathRules.Comparison)
            || (OperatingSystem.IsMacOS() && name.EndsWith(".dylib", StringComparison.Ordinal))
            || (!OperatingSystem.IsWindows() && (name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal))));

    private static ContentDigest Of(
        string folder, IEnumerable<string> paths, FileDigester digester, ICollection<InputFile> inputs, Func<InputFile, ContentDigest> digestOf, IEnumerable<(string Link, string Target)>? links = null)
    {
        var text = new StringBuilder();
        // The order in which a file system lists is no property of the content.
        foreach (var (name, path) in paths.Select(p => (Name: PathRules.Relative(folder, p), Path: p)).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var file = digester.TryDigest(path) ?? throw new IOException($"'{path}' cannot be read.");
            inputs.Add(file);
            text.Append(KeyField.Escape(name)).Append(' ').Append(digestOf(file)).Append('\n');
        }
        foreach (var (link, target) in (links ?? []).Select(l => (PathRules.Relative(folder, l.Link), PathRules.Relative(folder, l.Target))).OrderBy(l => l.Item1, StringComparer.Ordinal))
            text.Append(KeyField.Escape(link)).Append(" link ").Append(KeyField.Escape(target)).Append('\n');
        return ContentDigest.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
