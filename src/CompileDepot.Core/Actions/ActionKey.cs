using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Actions;

/// <summary>SHA-256 of an action's key text. Not interchangeable with a <see cref="ContentDigest"/>.</summary>
public readonly record struct ActionKey(Digest256 Value)
{
    /// <summary>Characters shown where a person reads a key. 48 bits: a clash within one depot of a million entries has odds below 1 in 500.</summary>
    public const int ShortLength = 12;

    public static bool TryParse(ReadOnlySpan<char> hex, out ActionKey key)
    {
        var parsed = Digest256.TryParse(hex, out var value);
        key = new ActionKey(value);
        return parsed;
    }

    public string Short => ToString()[..ShortLength];

    public override string ToString() => Value.ToString();
}
