using CompileDepot.Toml.Writing;

namespace CompileDepot.Toml.Reading;

/// <summary>All rules of TOML on what may be defined once, and what may be added to.</summary>
internal sealed class TableBuilder(TextPlaces places)
{
    /// <summary>The table to which the last part of a key belongs, in the section or the braces that are being read. It has no such member yet.</summary>
    public TableNode Place(TableNode table, Key key)
    {
        for (var i = 0; i < key.Names.Count - 1; i++)
        {
            if (!table.Members.TryGetValue(key.Names[i], out var member))
                table = Put(table, key, i, TableForm.Dotted);
            else if (member.Value is TableNode { Form: TableForm.Dotted or TableForm.Mentioned } known)
                (table, known.Form) = (known, TableForm.Dotted);
            else
                throw Closed(key, i, member);
        }

        var last = key.Names.Count - 1;
        if (table.Members.TryGetValue(key.Names[last], out var other))
            throw Twice(key, last, other);
        return table;
    }

    /// <summary>The table of a header <c>[a.b]</c>.</summary>
    public TableNode Open(TableNode root, Key key, int start)
    {
        var last = key.Names.Count - 1;
        var parent = Parent(root, key);
        if (!parent.Members.TryGetValue(key.Names[last], out var member))
            return Put(parent, key, last, TableForm.Header, start);
        if (member.Value is not TableNode { Form: TableForm.Mentioned } table)
            throw Twice(key, last, member);
        (table.Form, table.Start, table.End) = (TableForm.Header, start, start);
        return table;
    }

    /// <summary>A new table of an array of tables, for a header <c>[[a.b]]</c>.</summary>
    public TableNode Append(TableNode root, Key key, int start)
    {
        var last = key.Names.Count - 1;
        var parent = Parent(root, key);
        var depth = places.Deeper(places.Deeper(parent.Depth, start), start);
        if (!parent.Members.TryGetValue(key.Names[last], out var member))
            parent.Members.Add(key.Names[last], member = new(key.Starts[last], new ArrayNode(start, ofTables: true)));
        if (member.Value is not ArrayNode array)
            throw Twice(key, last, member);
        if (!array.OfTables)
            throw places.At(key.Starts[last], $"{Name(key, last)} is an array in brackets (line {places.Position(array.Start).Line}), which no header can add to: expected another key");
        var table = new TableNode(start, TableForm.Header, depth);
        array.Items.Add(table);
        return table;
    }

    /// <summary>Headers lead through tables of any form but inline ones, and into the last table of an array.</summary>
    private TableNode Parent(TableNode table, Key key)
    {
        for (var i = 0; i < key.Names.Count - 1; i++)
        {
            table = !table.Members.TryGetValue(key.Names[i], out var member) ? Put(table, key, i, TableForm.Mentioned)
                : member.Value switch
                {
                    TableNode { Form: not TableForm.Inline } known => known,
                    ArrayNode { OfTables: true } array => (TableNode)array.Items[^1],
                    _ => throw Closed(key, i, member),
                };
        }

        return table;
    }

    private TableNode Put(TableNode parent, Key key, int part, TableForm form, int start = -1)
    {
        var table = new TableNode(start < 0 ? key.Starts[part] : start, form, places.Deeper(parent.Depth, key.Starts[part]));
        parent.Members.Add(key.Names[part], new(key.Starts[part], table));
        return table;
    }

    private TomlException Closed(Key key, int part, Member member)
    {
        var line = places.Position(member.KeyStart).Line;
        return places.At(key.Starts[part], member.Value switch
        {
            TableNode { Form: TableForm.Inline } => $"{Name(key, part)} is an inline table (line {line}), which cannot be added to: expected the key between its braces",
            TableNode => $"{Name(key, part)} has a header of its own (line {line}): expected the key under that header",
            ArrayNode => $"{Name(key, part)} is an array (line {line}): expected a table",
            _ => $"{Name(key, part)} is no table, but a value of another type (line {line}): expected a table",
        });
    }

    private TomlException Twice(Key key, int part, Member member)
    {
        var line = places.Position(member.KeyStart).Line;
        return places.At(key.Starts[part], $"{Name(key, part)} is defined a second time (first in line {line}): expected each key and each table once");
    }

    private static string Name(Key key, int part) => StringText.Quote(KeyText.Of(key.Names, part + 1));
}
