using System.Buffers;
using System.Text;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Collecting;

/// <summary>Everything in a file that looks like an address: what a record or entry may need that we can't read, since it is damaged or of another version.</summary>
internal static class AddressScan
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    public static IReadOnlyList<Digest256> Find(ReadOnlySpan<byte> bytes)
    {
        var found = new HashSet<Digest256>();
        while (bytes.IndexOfAny(Digits) is >= 0 and var start)
        {
            bytes = bytes[start..];
            var length = bytes.IndexOfAnyExcept(Digits) is >= 0 and var end ? end : bytes.Length;
            if (length == Digest256.HexLength && Digest256.TryParse(Encoding.ASCII.GetString(bytes[..length]), out var address))
                found.Add(address);
            bytes = bytes[length..];
        }
        return [.. found];
    }
}
