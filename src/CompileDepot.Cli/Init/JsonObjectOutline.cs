using System.Text;
using System.Text.Json;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Init;

/// <summary>One member of an object; positions are bytes from the start of the document.</summary>
/// <param name="Name">The name, unescaped.</param>
/// <param name="Start">Position of the quote that opens the name.</param>
/// <param name="ValueStart">Position of the value.</param>
/// <param name="End">Position after the value.</param>
/// <param name="Kind">First token of the value.</param>
internal sealed record JsonMember(string Name, int Start, int ValueStart, int End, JsonTokenType Kind);

/// <summary>
/// Where the members of one object are. Comments are legal, but not between a name and its colon: System.Text.Json takes that for a fault, and so
/// does the dotnet command. Trailing commas are let through, though SDK 10.0.401 refuses them: other readers do not, and we never add one.
/// </summary>
/// <param name="Start">Position of the opening brace.</param>
/// <param name="Members">In order.</param>
internal sealed record JsonObjectOutline(int Start, IReadOnlyList<JsonMember> Members)
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The object that the document is.</summary>
    /// <exception cref="InitException">The document is not JSON, or not an object.</exception>
    public static JsonObjectOutline Parse(string path, ReadOnlySpan<byte> document)
    {
        try
        {
            return Read(document, 0) ?? throw Fault(path, document, Blanks.Skip(Encoding.Latin1.GetString(document), 0), "This is not a JSON object.");
        }
        catch (JsonException e)
        {
            var at = Offset(document, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            throw Fault(path, document, at, $"Not valid JSON: {Shorten(e.Message)}", e);
        }
        catch (InvalidOperationException e)
        {
            // A name that is not UTF-8, or escapes half a surrogate pair.
            throw Fault(path, document, 0, "Not valid JSON: a name is not valid text.", e);
        }
    }

    /// <summary>The object that is the value of a member, of a document that has been parsed as a whole.</summary>
    /// <exception cref="InitException">It is something else.</exception>
    public static JsonObjectOutline Parse(string path, ReadOnlySpan<byte> document, JsonMember member) =>
        Read(document[..member.End], member.ValueStart) ?? throw Fault(path, document, member.ValueStart, $"\"{member.Name}\" is not a JSON object.");

    /// <summary>The member of a name, or null. Readers disagree about which one of several counts, so several are a fault.</summary>
    public JsonMember? Find(string path, ReadOnlySpan<byte> document, string name, StringComparison comparison)
    {
        JsonMember? found = null;
        foreach (var member in Members)
        {
            if (!string.Equals(member.Name, name, comparison))
                continue;
            if (found is not null)
                throw Fault(path, document, member.Start, $"\"{member.Name}\" stands here a second time.");
            found = member;
        }

        return found;
    }

    private static JsonObjectOutline? Read(ReadOnlySpan<byte> document, int from)
    {
        var reader = new Utf8JsonReader(document[from..], Lenient);
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var start = from + (int)reader.TokenStartIndex;
        var members = new List<JsonMember>();
        while (reader.Read())
        {
            if (!isObject || reader.TokenType != JsonTokenType.PropertyName)
                continue; // To the end even so: a fault anywhere in the file is to be seen.
            var name = reader.GetString()!;
            var nameStart = from + (int)reader.TokenStartIndex;
            reader.Read();
            var kind = reader.TokenType;
            var valueStart = from + (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new JsonMember(name, nameStart, valueStart, from + (int)reader.BytesConsumed, kind));
        }

        return isObject ? new JsonObjectOutline(start, members) : null;
    }

    private static InitException Fault(string path, ReadOnlySpan<byte> document, int at, string what, Exception? inner = null)
    {
        var before = document[..Math.Min(at, document.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return InitException.AtPlace(
            DiagnosticCodes.MalformedJson, path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1, what, inner);
    }

    private static int Offset(ReadOnlySpan<byte> document, long line, long bytes)
    {
        var at = 0;
        for (; line > 0; line--)
            at += document[at..].IndexOf((byte)'\n') + 1;
        return at + (int)bytes;
    }

    // The place is said in front already, counted from 1.
    private static string Shorten(string message)
    {
        var tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return tail < 0 ? message : message[..tail];
    }
}
