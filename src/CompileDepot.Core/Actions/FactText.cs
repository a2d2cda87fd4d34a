using System.Text;

namespace CompileDepot.Core.Actions;

/// <summary>
/// Writes facts as lines: a kind, then fields, each after one space and escaped as <see cref="KeyField"/> does. What key texts and tree texts have in common. Mutable while it is written; not thread-safe.
/// </summary>
/// <param name="header">The first line: the format and its version.</param>
/// <param name="capacity">Characters that most texts stay below.</param>
public abstract class FactText(string header, int capacity)
{
    private readonly StringBuilder _text = new(header + "\n", capacity);

    public void Add(string kind, params ReadOnlySpan<string> fields)
    {
        _text.Append(kind);
        foreach (var field in fields)
            _text.Append(' ').Append(KeyField.Escape(field));
        _text.Append('\n');
    }

    /// <summary>The text as it is stored: a blob whose address is its hash.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    public override string ToString() => _text.ToString();

    /// <summary>Takes the place of all that was written with what another text holds.</summary>
    private protected void Become(FactText other) => _text.Clear().Append(other._text);
}
