using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>A text that is looked for in bytes, in one encoding. A path is found only where it is a whole one: <c>/src/a</c> not in <c>/src/ab</c>, nor in <c>/x/src/a</c>.</summary>
internal sealed class Needle
{
    private readonly byte[] _bytes;
    private readonly int _unit;
    private readonly bool _begins;
    private readonly bool _ends;

    private Needle(string text, string replacement, Encoding encoding, bool begins, bool ends)
    {
        Text = text;
        (_begins, _ends) = (begins, ends);
        _bytes = encoding.GetBytes(text);
        _unit = encoding.IsSingleByte || encoding is UTF8Encoding ? 1 : 2;
        Replacement = encoding.GetBytes(replacement);
    }

    public string Text { get; }

    public byte[] Replacement { get; }

    /// <summary>In bytes.</summary>
    public int Length => _bytes.Length;

    public static Needle OfPath(string path, string replacement, Encoding encoding) => new(path, replacement, encoding, begins: true, ends: true);

    /// <summary>A path that may stand behind anything, such as the number that tells its length.</summary>
    public static Needle OfPathBehindAnything(string path, Encoding encoding) => new(path, "", encoding, begins: false, ends: true);

    public static Needle OfText(string text, string replacement, Encoding encoding) => new(text, replacement, encoding, begins: false, ends: false);

    /// <returns>Where it begins, or -1.</returns>
    public int IndexIn(ReadOnlySpan<byte> content, int start)
    {
        while (true)
        {
            var found = content[start..].IndexOf(_bytes);
            if (found < 0)
                return -1;
            var at = start + found;
            if (!(_begins && IsNameAt(content, at - _unit)) && !(_ends && IsNameAt(content, at + _bytes.Length)))
                return at;
            start = at + 1;
        }
    }

    // Letters beyond ASCII make another path when this one is replaced; when it is only searched, it is rather found than missed.
    private bool IsNameAt(ReadOnlySpan<byte> content, int index)
    {
        if (index < 0 || index + _unit > content.Length || (_unit == 2 && content[index + 1] != 0))
            return false;
        return content[index] >= 0x80 ? Replacement.Length > 0 : TextTokens.IsNameCharacter((char)content[index]);
    }
}
