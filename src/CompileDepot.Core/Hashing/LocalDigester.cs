using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Hashing;

/// <summary>
/// Digests inputs with this place's facts taken out, so that two checkouts and two commits agree on what is the same. Only files that the build itself makes are seen so: assemblies below
/// the root, and texts of the SDK. A person's file that mentions the path or the commit is just what it says. Safe for use from several threads.
/// </summary>
public sealed class LocalDigester(Locality here)
{
    // By content: after a restore all files are new, and the same reference assembly is asked for by every project above it. 30,000 of 150 bytes are 4.5 MB, and more than a build has.
    private const int MostKnown = 30_000;
    private static readonly ConcurrentDictionary<(ContentDigest Content, string Here, bool IsReference), ContentDigest> Known = new();

    private readonly string _here = string.Join('\0', here.Tokens.Roots.Select(r => r.Token + r.Path).Append(here.Commit));

    /// <summary>Whether a file may hold facts of this place because a build made it: an assembly below the root.</summary>
    public bool IsLocalAssembly(string path) =>
        (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
        && here.Tokens.Tokenize(path).StartsWith(PathTokens.InRoot, StringComparison.Ordinal);

    /// <summary>
    /// How a file is seen that a key text's line names. Only where it is known what is done with it may a place's facts be left out: what the compiler takes as a resource goes into the assembly as it is, and the
    /// manifest holds a digest of each module. Of what the line does not tell (<see cref="Actions.GeneratedAttributes"/>), its writer decides.
    /// </summary>
    /// <param name="option">The switch that names the file; empty where none does.</param>
    internal static LocalForm FormOf(ReadOnlySpan<char> kind, string option) => kind switch
    {
        "reference" when !option.Equals("addmodule", StringComparison.OrdinalIgnoreCase) => LocalForm.Reference,
        "analyzer" or "tool" => LocalForm.Assembly,
        // A generator that sees the commit as a property may do with it what nobody finds: there it counts. Source Link's file goes into the PDB as it is.
        "input" when option.Equals("analyzerconfig", StringComparison.OrdinalIgnoreCase) => LocalForm.Text,
        "input" when option.TrimStart('-').Equals("sourcelink", StringComparison.OrdinalIgnoreCase) => LocalForm.StampedText,
        _ => LocalForm.Content,
    };

    /// <exception cref="IOException">The file can't be read, or is not any more what it was when it was digested.</exception>
    internal ContentDigest Of(InputFile file, LocalForm form) => form switch
    {
        LocalForm.Reference => OfFile(file, isReference: true),
        LocalForm.Assembly => OfFile(file),
        LocalForm.Text => OfText(file, isStamped: false),
        LocalForm.StampedText => OfText(file, isStamped: true),
        _ => file.Digest,
    };

    /// <summary>Of an assembly that <see cref="IsLocalAssembly"/>, be it that all that is done with it is to compile code that refers to it; of any other file the plain digest.</summary>
    /// <exception cref="IOException">The file can't be read, or is not any more what it was when it was digested.</exception>
    public ContentDigest OfFile(InputFile file, bool isReference = false) => IsLocalAssembly(file.Path) ? Of(file, isReference) : file.Digest;

    /// <summary>Of a text that the SDK generates with the root's path in it, and with the commit where <paramref name="isStamped"/>.</summary>
    /// <exception cref="IOException">As for <see cref="OfFile"/>.</exception>
    public ContentDigest OfText(InputFile file, bool isStamped)
    {
        try
        {
            var text = StrictUtf8.Encoding.GetString(Read(file));
            var tokenized = (isStamped ? here : here with { Commit = null }).TokenizeText(text);
            // A text that mentions neither keeps its plain digest, which is what people and other tools know it by. Its braces are doubled all the same.
            return tokenized == text.Replace("{", "{{", StringComparison.Ordinal) ? file.Digest : ContentDigest.Of(Encoding.UTF8.GetBytes("tokenized\0" + tokenized));
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

/// <summary>What of a file counts (see <see cref="LocalDigester.FormOf"/>).</summary>
internal enum LocalForm
{
    /// <summary>All of it.</summary>
    Content,

    /// <summary>What code that refers to it sees, without this place's facts; so with those below, where a build makes such files.</summary>
    Reference,

    /// <summary>All but this place's facts.</summary>
    Assembly,

    /// <summary>All but paths of this place.</summary>
    Text,

    /// <summary>All but paths of this place and the commit.</summary>
    StampedText,
}
