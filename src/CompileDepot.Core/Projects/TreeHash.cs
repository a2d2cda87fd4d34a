using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Projects;

/// <summary>
/// The dependency-tree hash of a project: SHA-256 of its <see cref="TreeText"/>, which holds the hashes of its direct dependencies (a Merkle tree). Known before anything is built; two checkouts
/// of one commit agree on it.
/// </summary>
public readonly record struct TreeHash(Digest256 Value)
{
    /// <summary>For people: the first 12 characters.</summary>
    public string Short => Value.ToString()[..12];

    public static bool TryParse(ReadOnlySpan<char> hex, out TreeHash hash)
    {
        var parsed = Digest256.TryParse(hex, out var value);
        hash = new TreeHash(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}
