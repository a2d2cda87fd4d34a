using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Actions;

/// <summary>
/// The canonical description of everything an action's result depends on; its SHA-256 is the <see cref="ActionKey"/>. Mutable while it is written; not thread-safe.
/// <para>Grammar (UTF-8, lines end with <c>\n</c>):</para>
/// <code>
/// text   = "compiledepot-key 2" line*
/// line   = kind field*          each field after one space, escaped as KeyField does
/// kind   = task | tool | variable | folder | platform | runtime | culture | codepage | environment | parameter | toolchain | option | fact | preference
///        | source | reference | resource | analyzer | beside | input | include | absent | output
///        | bound | root | commit     in the texts of BoundKeys, which are not stored
/// </code>
/// A line that stands for a file holds the tokenized path first and the content digest second; then what the option says beside the file.
/// Lines follow the order of the command line, because compilers mind it. Escaped fields and a fixed number of fields a kind make the text injective:
/// two different sets of facts never give the same text.
/// Digests of files that a build made leave this place's facts out, as <see cref="LocalDigester"/> does.
/// <para>History: 1, the first; 2, with those digests.</para>
/// </summary>
public sealed class KeyText() : FactText(Header, 32 * 1024)
{
    public const string Header = "compiledepot-key 2";

    public static ActionKey KeyOf(ReadOnlySpan<byte> text) => new(Digest256.Of(text));
}
