using System.Globalization;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Remotes;

/// <summary>Where things lie in a remote. With a scope, the same names stand below <c>scopes/NAME/</c>: there it writes, and reads before it reads the rest.</summary>
internal sealed class RemoteNames(string? scope)
{
    /// <summary>How many entries of whole projects one tree hash may have: as many as a look-up tries.</summary>
    public const int Slots = ReadableDepot.MostCandidates;

    private readonly string _own = scope is null ? "" : $"scopes/{scope}/";

    /// <summary>Where a name is written.</summary>
    public string Own(string name) => _own + name;

    /// <summary>Where a name is looked for, in this order.</summary>
    public IReadOnlyList<string> All(string name) => _own.Length == 0 ? [name] : [_own + name, name];

    public static string Of(ActionKey key) => $"ac/{key}";

    /// <summary>Whether a name, below a scope or not, is that of an entry: those may differ under one name, and a blob never does.</summary>
    public static bool IsEntry(string name) => name.Split('/') is [.., "ac", _];

    public static string Of(ContentDigest coded) => $"cas/{coded}";

    /// <summary>Servers know names of 64 hexadecimal digits, so the number of the slot is hashed in.</summary>
    public static string Of(TreeHash tree, int slot) => $"ac/{Digest256.Of(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"compiledepot-project {tree} {slot}")))}";
}
