using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Actions;

/// <summary>
/// The digest of a text that MSBuild generates with the root's path in it (analyzer configuration, Source Link): the path counts as its token, so that two checkouts
/// agree. A compile that lets the path through to its outputs is found by looking at the outputs (see <see cref="RootBoundScanner"/>).
/// </summary>
public static class RootedTextDigest
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static ContentDigest Of(string path, InputFile file, PathTokens tokens)
    {
        try
        {
            var text = Strict.GetString(File.ReadAllBytes(path));
            // A text that mentions no root keeps its plain digest, which is what people and other tools know it by.
            return tokens.Roots.Any(r => text.Contains(r.Path, StringComparison.Ordinal)) ? ContentDigest.Of(Encoding.UTF8.GetBytes("tokenized\0" + tokens.TokenizeText(text))) : file.Digest;
        }
        catch (DecoderFallbackException)
        {
            return file.Digest;
        }
    }
}
