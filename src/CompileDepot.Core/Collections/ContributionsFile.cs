using System.Runtime.InteropServices;
using System.Text.Json;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Collections;

/// <summary>
/// What one build of one project contributes, as it writes it among its intermediate files. UTF-8 JSON, the same facts always the same bytes:
/// <code>
/// {"version":1,
///  "producer":"src/A/A.csproj","build":"net10.0",
///  "seals":["routes"],                                        sorted
///  "references":["../../B/obj/B.contributions.json"],         those of the projects that it refers to, relative to this file's folder; sorted
///  "sources":["Routes.cs"],                                   relative to the project's folder, or full; for messages alone
///  "contributions":[["seq","routes","string","GET /users"]]}  in order; fields as of <see cref="Contribution.Fields"/>
/// </code>
/// <para>History: 1, the first.</para>
/// </summary>
public sealed record ContributionsFile(Producer Producer, IReadOnlyList<string> Seals, IReadOnlyList<string> References, IReadOnlyList<string> Sources, IReadOnlyList<Contribution> Contributions)
{
    private const int Version = 1;

    public byte[] ToBytes() => [.. JsonBytes.Object(json =>
    {
        json.WriteNumber("version", Version);
        json.WriteString("producer", Producer.Path);
        json.WriteString("build", Producer.Build);
        Write(json, "seals", Seals.Order(StringComparer.Ordinal));
        Write(json, "references", References.Order(StringComparer.Ordinal));
        Write(json, "sources", Sources);
        json.WriteStartArray("contributions");
        foreach (var contribution in Contributions)
            Write(json, contribution.Fields);
        json.WriteEndArray();
    }), (byte)'\n'];

    /// <summary>Writes it, unless it says so already.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="IOException">It can't be.</exception>
    public bool Save(string path) => AtomicFile.WriteIfChanged(path, ToBytes());

    /// <exception cref="FormatException">It is none, or a later version's; the message says what is the matter.</exception>
    public static ContributionsFile Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = new Utf8JsonReader(bytes);
            return Read(ref json);
        }
        // The reader's ways of saying that the JSON, or a token in it, is another than it should be.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static ContributionsFile Read(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject);
        var version = 0;
        string? path = null, build = null;
        List<string> seals = [], references = [], sources = [], fields = [];
        List<Contribution>? contributions = null;
        while (Next(ref json) == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            Next(ref json);
            switch (name)
            {
                case "version":
                    version = json.GetInt32();
                    break;
                case "producer":
                    path = json.GetString();
                    break;
                case "build":
                    build = json.GetString();
                    break;
                case "seals":
                    Strings(ref json, seals);
                    break;
                case "references":
                    Strings(ref json, references);
                    break;
                case "sources":
                    Strings(ref json, sources);
                    break;
                case "contributions":
                    contributions = [];
                    while (Next(ref json) == JsonTokenType.StartArray)
                    {
                        fields.Clear();
                        Strings(ref json, fields);
                        contributions.Add(Contribution.Of(CollectionsMarshal.AsSpan(fields)));
                    }
                    break;
                default:
                    throw new FormatException($"'{name}' means nothing");
            }
        }
        return version != Version ? throw new FormatException($"it is no file of version {Version}")
            : string.IsNullOrEmpty(path) || build is null || contributions is null ? throw new FormatException("a part is missing")
            : new(new(path, build), seals, references, sources, contributions);
    }

    // The reader stands at the array's beginning, and at its end afterwards.
    private static void Strings(ref Utf8JsonReader json, List<string> strings)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            throw new FormatException("a list is missing");
        while (Next(ref json) != JsonTokenType.EndArray)
            strings.Add(json.GetString() ?? throw new FormatException("a text is missing"));
    }

    private static JsonTokenType Next(ref Utf8JsonReader json) => json.Read() ? json.TokenType : throw new FormatException("it ends too soon");

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (Next(ref json) != type)
            throw new FormatException("it is no JSON object");
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WritePropertyName(name);
        Write(json, texts);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
