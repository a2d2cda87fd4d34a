using System.Text.Json;
using CompileDepot;

namespace App;

/// <summary>Messages on the wire: the id of the type, a space, the message as JSON.</summary>
internal static partial class Protocol
{
    private static readonly Dictionary<int, Type> TypesById = Ids.ToDictionary(i => i.Value, i => Messages[i.Key]);

    private static readonly Dictionary<Type, int> IdsByType = Ids.ToDictionary(i => Messages[i.Key], i => i.Value);

    [SealedCollection("messages")]
    public static partial IReadOnlyDictionary<string, Type> Messages { get; }

    [SealedIds("messages")]
    public static partial IReadOnlyDictionary<string, int> Ids { get; }

    public static string Write(object message) => $"{IdsByType[message.GetType()]} {JsonSerializer.Serialize(message)}";

    public static object Read(string line) => JsonSerializer.Deserialize(line[(line.IndexOf(' ') + 1)..], TypesById[int.Parse(line[..line.IndexOf(' ')])])!;
}
