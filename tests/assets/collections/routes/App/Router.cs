using System.Collections.Frozen;
using CompileDepot;
using Http;

namespace App;

internal static partial class Router
{
    [SealedCollection("routes")]
    public static partial FrozenDictionary<string, Handler> Routes { get; }

    [SealedCollection("endpoints")]
    public static partial int Endpoints { get; }

    public static Response Answer(Request request) =>
        Routes.TryGetValue($"{request.Method} {request.Path}", out var handler) ? handler(request) : new(404, "nothing here");
}
