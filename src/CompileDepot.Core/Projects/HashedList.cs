using System.Security.Cryptography;
using System.Text;

namespace CompileDepot.Core.Projects;

/// <summary>
/// What MSBuild's <c>Hash</c> task makes of a list of items: the SDK keeps such hashes in <c>obj</c> to notice that the list changed. The list often holds full paths, so elsewhere another
/// hash is right. Kept as text: <c>i</c> or <c>c</c> for ignoring or minding case, then each item after a U+2028, which is what the task puts between items.
/// </summary>
public static class HashedList
{
    private const char Separator = '\u2028';

    public static string Text(IEnumerable<string> items, bool ignoreCase) => (ignoreCase ? "i" : "c") + string.Concat(items.Select(i => Separator + i));

    /// <summary>The content of the file that the SDK writes: the hash and a line break.</summary>
    public static byte[] FileContent(string text)
    {
        var items = text.Length < 2 ? [] : text[2..].Split(Separator);
        var joined = string.Concat(items.Select(i => i + Separator));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.StartsWith('i') ? joined.ToUpperInvariant() : joined));
        return Encoding.UTF8.GetBytes(Convert.ToHexStringLower(hash) + Environment.NewLine);
    }
}
