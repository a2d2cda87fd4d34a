using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators.Gathered;

/// <summary>
/// Reads the gathered file, which this compile's targets wrote. Its grammar stands above the type in CompileDepot.Core that writes it. Whatever is not of the grammar makes the whole file unreadable: half a collection would be
/// generated into a program that looks well.
/// </summary>
internal sealed class GatheredReader
{
    private const string Header = "CompileDepot gathered 1";

    private readonly List<GatheredCollection> _collections = [];
    private readonly List<GatheredItem> _items = [];
    private readonly List<GatheredId> _ids = [];
    private (string Name, CollectionKind Kind)? _open;
    private string? _producer;

    /// <summary>Never throws but for cancellation.</summary>
    public static GatheredFile Read(string path, SourceText? text, CancellationToken cancellation)
    {
        if (text is null)
            return GatheredFile.Faulty(path, "it can't be read");
        var line = 0;
        try
        {
            var reader = new GatheredReader();
            var self = "";
            // The last line ends with a line feed, so that an empty one follows.
            if (text.Lines.Count < 3 || text.Lines[text.Lines.Count - 1].Span.Length > 0)
                throw new FormatException("it ends too early");
            for (; line < text.Lines.Count - 1; line++)
            {
                cancellation.ThrowIfCancellationRequested();
                var content = text.ToString(text.Lines[line].Span);
                if (line == 0)
                    Expect(content == Header, "its header is another");
                else if (line == 1)
                    self = content.Split('\t') is ["self", { Length: > 0 } producer] ? Unescape(producer) : throw new FormatException("it does not name the project");
                else
                    reader.Record(content.Split('\t'));
            }
            reader.Close();
            return new GatheredFile(path, self, new(reader._collections));
        }
        catch (FormatException e)
        {
            return GatheredFile.Faulty(path, $"{e.Message} (line {line + 1})");
        }
    }

    private void Record(string[] fields)
    {
        if (fields is ["collection", var name, var kind])
            Open(Unescape(name), kind);
        else if (_open is null)
            throw new FormatException("a record stands outside a collection");
        else if (fields is ["from", var producer])
            From(Unescape(producer));
        else if (fields is ["value", ..])
            Item(null, Value(fields, 1));
        else if (fields is ["entry", var key, ..])
            Item(Unescape(key), Value(fields, 2));
        else if (fields is ["id", var idName, var number])
            _ids.Add(new(Unescape(idName), int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : throw new FormatException("an id is no number")));
        else
            throw new FormatException("a record is unknown, or has another number of fields");
    }

    private void Open(string name, string kind)
    {
        Close();
        Expect(name.Length > 0 && (_collections.Count == 0 || string.CompareOrdinal(_collections[_collections.Count - 1].Name, name) < 0), "collections are not in order");
        _open = (name, kind switch
        {
            "seq" => CollectionKind.Seq,
            "table" => CollectionKind.Table,
            "counter" => CollectionKind.Counter,
            "-" => CollectionKind.Unknown,
            _ => throw new FormatException("the kind of a collection is unknown"),
        });
    }

    private void From(string producer)
    {
        Expect(_ids.Count == 0 && _open!.Value.Kind != CollectionKind.Unknown && (_producer is null || string.CompareOrdinal(_producer, producer) < 0), "producers are not in order");
        _producer = producer;
    }

    private void Item(string? key, GatheredValue value)
    {
        Expect(_producer is not null && _ids.Count == 0, "a value has no producer");
        Expect((_open!.Value.Kind == CollectionKind.Table) == (key is not null), "a value is not of its collection's kind");
        Expect(_open!.Value.Kind != CollectionKind.Counter || value.Tag == ValueTag.Integer, "a counter's amount is no number");
        _items.Add(new(_producer!, key, value));
    }

    private void Close()
    {
        if (_open is var (name, kind))
            _collections.Add(new(name, kind, new(_items), new(_ids)));
        _items.Clear();
        _ids.Clear();
        (_open, _producer) = (null, null);
    }

    private static GatheredValue Value(string[] fields, int from) => fields.Skip(from).Select(Unescape).ToArray() switch
    {
        ["string", var text] => GatheredValue.Of(text),
        ["int", var number] when long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => GatheredValue.Of(value),
        ["bool", "true"] => GatheredValue.Of(true),
        ["bool", "false"] => GatheredValue.Of(false),
        ["enum", { Length: > 0 } type, var assembly, { Length: > 0 } member] => new(ValueTag.Enum, member, type, assembly),
        ["type", { Length: > 0 } type, var assembly] => new(ValueTag.Type, "", type, assembly),
        ["method", { Length: > 0 } type, var assembly, { Length: > 0 } method] => new(ValueTag.Method, method, type, assembly),
        _ => throw new FormatException("a value is of no known form"),
    };

    private static string Unescape(string field)
    {
        if (field.IndexOf('\\') < 0)
            return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\')
            {
                text.Append(field[i]);
                continue;
            }
            var escape = ++i < field.Length ? field[i] : '\0';
            if (escape == 'u' && i + 4 < field.Length && ushort.TryParse(field.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                i += 4;
            }
            else
            {
                text.Append(escape switch { '\\' => '\\', 't' => '\t', 'n' => '\n', 'r' => '\r', _ => throw new FormatException("an escape is unknown") });
            }
        }
        return text.ToString();
    }

    private static void Expect(bool holds, string fault)
    {
        if (!holds)
            throw new FormatException(fault);
    }
}
