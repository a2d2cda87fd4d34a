using CompileDepot;
using Microsoft.Extensions.DependencyInjection;

namespace App;

internal static partial class Composition
{
    /// <summary>Calls what each library contributes, once.</summary>
    [SealedCollection("services")]
    public static partial void Register(IServiceCollection services);
}
