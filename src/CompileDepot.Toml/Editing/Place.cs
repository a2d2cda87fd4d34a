using CompileDepot.Toml.Reading;

namespace CompileDepot.Toml.Editing;

/// <summary>How far a key leads into a document.</summary>
/// <param name="Table">The last table on the way.</param>
/// <param name="Depth">The parts of the key that lead to it.</param>
/// <param name="Found">What the next part names; null where it names nothing.</param>
/// <param name="Braces">The innermost inline table on the way; null where there is none.</param>
/// <param name="BracesDepth">The parts of the key that lead to that one.</param>
internal readonly record struct Place(TableNode Table, int Depth, Node? Found, TableNode? Braces, int BracesDepth)
{
    public static Place Find(Source source, IReadOnlyList<string> key)
    {
        var (table, braces, bracesDepth) = (source.Root, default(TableNode), 0);
        for (var i = 0; ; i++)
        {
            if (!table.Members.TryGetValue(key[i], out var member))
                return new(table, i, null, braces, bracesDepth);
            if (i == key.Count - 1 || member.Value is not TableNode next)
                return new(table, i, member.Value, braces, bracesDepth);
            table = next;
            if (table.Form == TableForm.Inline)
                (braces, bracesDepth) = (table, i + 1);
        }
    }
}
