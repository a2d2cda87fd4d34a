using System.Text;

namespace CompileDepot.Cli.Init;

/// <summary>A file's text as editors look at it: as Latin-1, one character for each byte, so that any encoding of ASCII survives; without the mark of UTF-8 at its beginning.</summary>
/// <param name="Mark">The bytes of the mark; empty where there is none.</param>
internal sealed record Latin1Text(byte[] Mark, string Text)
{
    public static Latin1Text Of(byte[] file)
    {
        var length = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return new Latin1Text(file[..length], Encoding.Latin1.GetString(file, length, file.Length - length));
    }

    /// <summary>The same file with another text.</summary>
    public byte[] With(string text) => [.. Mark, .. Encoding.Latin1.GetBytes(text)];

    /// <summary>The same file with lines behind all but the blanks at its end.</summary>
    /// <param name="block">The lines, without the last line end, from the line end that the file has.</param>
    /// <param name="marked">The same where the file has nothing but blanks, so that it can be told apart later.</param>
    public byte[] WithBlock(Func<string, string> block, Func<string, string> marked)
    {
        var end = Blanks.SkipBack(Text, Text.Length);
        var line = Blanks.LineEnd(Text, 0, Text.Length) ?? "\n";
        return With(end == 0 ? marked(line) + Text : Text.Insert(end, line + block(line)));
    }
}
