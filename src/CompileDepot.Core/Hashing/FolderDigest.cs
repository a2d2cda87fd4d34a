using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Hashing;

/// <summary>Digests of many files as one: SHA-256 over the sorted lines <c>relative-path digest</c>, fields escaped as in key texts.</summary>
internal static class FolderDigest
{
    /// <summary>Every file below <paramref name="folder"/>, except in the named folders directly below it.</summary>
    /// <param name="inputs">Receives the files.</param>
    /// <exception cref="IOException">The folder or one of its files can't be read.</exception>
    public static ContentDigest OfTree(string folder, IReadOnlyCollection<string> except, FileDigester digester, ICollection<InputFile> inputs) =>
        Of(
            folder,
            Directory.EnumerateFiles(folder)
                .Concat(Directory.EnumerateDirectories(folder)
                    .Where(d => !except.Contains(Path.GetFileName(d)))
                    .SelectMany(d => Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories))),
            digester,
            inputs,
            file => file.Digest);

    /// <summary>The assemblies that lie in <paramref name="folder"/> itself, with their translations one folder below: what an analyzer can load from beside it.</summary>
    /// <param name="digestOf">What of each file counts.</param>
    /// <exception cref="IOException">The folder or one of its files can't be read.</exception>
    public static ContentDigest OfAssemblies(string folder, FileDigester digester, ICollection<InputFile> inputs, Func<InputFile, ContentDigest> digestOf) =>
        Of(
            folder,
            Directory.EnumerateFiles(folder, "*.dll").Concat(Directory.EnumerateDirectories(folder).SelectMany(d => Directory.EnumerateFiles(d, "*.resources.dll"))),
            digester,
            inputs,
            digestOf);

    private static ContentDigest Of(string folder, IEnumerable<string> paths, FileDigester digester, ICollection<InputFile> inputs, Func<InputFile, ContentDigest> digestOf)
    {
        var text = new StringBuilder();
        // The order in which a file system lists is no property of the content.
        foreach (var (name, path) in paths.Select(p => (Name: PathRules.Relative(folder, p), Path: p)).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var file = digester.TryDigest(path) ?? throw new IOException($"'{path}' cannot be read.");
            inputs.Add(file);
            text.Append(KeyField.Escape(name)).Append(' ').Append(digestOf(file)).Append('\n');
        }
        return ContentDigest.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
