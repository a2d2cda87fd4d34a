using System.Text;

namespace CompileDepot.Toml.Editing;

/// <summary>A text and the pieces to be taken out of it, in any order.</summary>
internal sealed class Cut(string text)
{
    private readonly List<(int Start, int End)> _taken = [];

    public void Take(int start, int end) => _taken.Add((start, end));

    /// <summary>Takes what is left of a stretch, if that is nothing but blanks and line ends.</summary>
    public void TakeIfBlank(int start, int end)
    {
        if (string.IsNullOrWhiteSpace(Rest(start, end)))
            Take(start, end);
    }

    /// <summary>Whether a stretch between two values, in which nothing but commas, blanks and comments stands, has a comment.</summary>
    public bool HasComment(int start, int end) => text.AsSpan(start, end - start).Contains('#');

    public override string ToString() => Rest(0, text.Length);

    private string Rest(int start, int end)
    {
        var rest = new StringBuilder();
        var at = start;
        foreach (var (from, to) in _taken.Where(t => t.End > start && t.Start < end).OrderBy(t => t.Start))
        {
            if (from > at)
                rest.Append(text, at, from - at);
            at = Math.Max(at, to);
        }

        return (at < end ? rest.Append(text, at, end - at) : rest).ToString();
    }
}
