using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Hashing;

/// <summary>
/// Digests inputs with this place's facts taken out, so that two checkouts and two commits agree on what is the same. Only files that the build itself makes are seen so: assemblies below
/// the root, and texts of the SDK. A person's file that mentions the path or the commit is just what it says. Safe for use from several threads.
/// </summary>
public sealed class LocalDigester(Locality here)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    // By content: after a restore all files are new, and the same reference assembly is asked for by every project above it. 30,000 of 150 bytes are 4.5 MB, and more than a build has.
    private const int MostKnown = 30_000;
    private static readonly ConcurrentDictionary<(ContentDigest Content, string Here, bool IsReference), ContentDigest> Known = new();

    private readonly string _here = string.Join('\0', here.Tokens.Roots.Select(r => r.Token + r.Path).Append(here.Commit));

    /// <summary>Whether a file may hold facts of this place because a build made it: an assembly below the root.</summary>
    public bool IsLocalAssembly(string path) =>
        (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
        && here.Tokens.Tokenize(path).StartsWith(PathTokens.InRoot, StringComparison.Ordinal);

    /// <summary>Of an assembly that <see cref="IsLocalAssembly"/>.</summary>
    /// <exception cref="IOException">The file can't be read, or is not any more what it was when it was digested.</exception>
    public ContentDigest OfAssembly(InputFile file) => Of(file, isReference: false);

    /// <summary>Of an assembly that <see cref="IsLocalAssembly"/>, where all that is done with it is to compile code that refers to it.</summary>
    /// <exception cref="IOException">As for <see cref="OfAssembly"/>.</exception>
    public ContentDigest OfReference(InputFile file) => Of(file, isReference: true);

    /// <summary>Of any file, as the key text's line of a kind has it: the plain digest, but of an assembly that <see cref="IsLocalAssembly"/> that of <see cref="OfReference"/> or <see cref="OfAssembly"/>.</summary>
    /// <exception cref="IOException">As for <see cref="OfAssembly"/>.</exception>
    public ContentDigest OfFile(InputFile file, bool isReference = false) => IsLocalAssembly(file.Path) ? Of(file, isReference) : file.Digest;

    /// <summary>Of a text that the SDK generates with the root's path in it, and with the commit where <paramref name="isStamped"/>.</summary>
    /// <exception cref="IOException">As for <see cref="OfAssembly"/>.</exception>
    public ContentDigest OfText(InputFile file, bool isStamped)
    {
        try
        {
            var text = Strict.GetString(Read(file));
            // A text that mentions neither keeps its plain digest, which is what people and other tools know it by.
            if (!here.Tokens.Roots.Any(r => text.Contains(r.Path, StringComparison.Ordinal)) && !(isStamped && here.Commit is not null && text.Contains(here.Commit, StringComparison.Ordinal)))
                return file.Digest;
            return ContentDigest.Of(Encoding.UTF8.GetBytes("tokenized\0" + (isStamped ? here : here with { Commit = null }).TokenizeText(text)));
        }
        catch (DecoderFallbackException)
        {
            return file.Digest;
        }
    }

    private ContentDigest Of(InputFile file, bool isReference)
    {
        var place = (file.Digest, _here, isReference);
        if (Known.TryGetValue(place, out var known))
            return known;
        var content = Read(file);
        var digest = isReference ? NormalForm.OfReference(content, [.. here.Tokens.Roots], here.Commit) : NormalForm.Of(content, [.. here.Tokens.Roots], here.Commit);
        if (Known.Count >= MostKnown)
            Known.Clear();
        return Known[place] = digest;
    }

    private static byte[] Read(InputFile file)
    {
        var content = File.ReadAllBytes(file.Path);
        return ContentDigest.Of(content) == file.Digest ? content : throw new IOException($"'{file.Path}' keeps changing.");
    }
}
