using System.Globalization;
using System.Text;

namespace CompileDepot.Core.Collections;

/// <summary>
/// What a project seals, for the generator: the one thing of all contributions that its compile depends on. Lines as of <see cref="FieldText"/>, UTF-8 without a mark; all in final order, so that the same collections
/// are the same bytes. No ordinals, frameworks, files or lines of sources: what another collection gains, or where a contribution moves to, must not compile the project again.
/// <code>
/// CompileDepot gathered 1
/// self        producer                     the project that seals
/// collection  name  seq|table|counter|-    by name; "-": nobody contributes
///   from      producer                     by path; whose the next are, until the next "from"
///   value     value…                       of a sequence; of a counter one "int" for each producer; fields as of <see cref="ContributionValue.Fields"/>
///   entry     key  value…                  of a table
///   id        name  number                 by number; where the collection's ids are kept in a file
/// </code>
/// Fields are separated by tabs; nothing is indented. What the project contributes by attributes of its own is not in it, because that is in the source which is being compiled; its items are.
/// <para>History: 1, the first.</para>
/// </summary>
public static class GatheredFile
{
    private const string Header = "CompileDepot gathered 1\n";

    /// <param name="self">The path of the project that seals.</param>
    /// <param name="collections">By name.</param>
    /// <param name="ids">By collection: the ids in use.</param>
    public static string Text(string self, IEnumerable<GatheredCollection> collections, IReadOnlyDictionary<string, StableIds> ids)
    {
        var text = new StringBuilder(Header);
        FieldText.Append(text, "self", self);
        foreach (var collection in collections.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            FieldText.Append(text, "collection", collection.Name, collection.Kind?.Word() ?? "-");
            string? from = null;
            foreach (var (producer, key, value) in collection.Items)
            {
                if (producer != from)
                    FieldText.Append(text, "from", from = producer);
                FieldText.Append(text, key is null ? ["value", .. value.Fields] : ["entry", key, .. value.Fields]);
            }
            foreach (var id in ids.TryGetValue(collection.Name, out var known) ? known.Ids.Where(i => !i.IsReserved) : [])
                FieldText.Append(text, "id", id.Name, id.Number.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary>One collection of such a text, with the ids of its names; null where it is not sealed.</summary>
    /// <exception cref="FormatException">It is none, or of another version.</exception>
    public static (IReadOnlyList<(string Producer, string? Key, ContributionValue Value)> Items, IReadOnlyDictionary<string, string> Ids)? Find(string text, string collection)
    {
        if (text.Length == 0)
            return null;
        if (!text.StartsWith(Header, StringComparison.Ordinal))
            throw new FormatException("it is of another version");
        var (items, ids) = (new List<(string, string?, ContributionValue)>(), new Dictionary<string, string>(StringComparer.Ordinal));
        var (isFound, isIn, producer) = (false, false, "");
        foreach (var fields in text[Header.Length..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(FieldText.Split))
        {
            if (fields is ["collection", var name, ..])
                isFound |= isIn = name == collection;
            else if (!isIn)
                continue;
            else if (fields is ["from", var from])
                producer = from;
            else if (fields is ["id", var named, var number])
                ids[named] = number;
            else if (fields is ["entry", var key, ..])
                items.Add((producer, key, ContributionValue.Of(fields.AsSpan(2))));
            else
                items.Add((producer, null, ContributionValue.Of(fields.AsSpan(1))));
        }
        return isFound ? (items, ids) : null;
    }
}
