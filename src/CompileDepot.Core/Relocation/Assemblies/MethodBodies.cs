using System.Buffers.Binary;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>Finds the strings that the code of an image loads.</summary>
internal static class MethodBodies
{
    // ECMA-335 II.25.4.
    private const int FormatMask = 3;
    private const int Tiny = 2;
    private const int Fat = 3;
    private const int FatHeader = 12;

    private const int TwoBytes = 0xfe;
    private const int Switch = -1;

    private static readonly Dictionary<int, int> OperandSizes = typeof(OpCodes).GetFields().Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(c => (int)(ushort)c.Value, SizeOf);

    /// <returns>Offsets in the file of the operands of <c>ldstr</c>, each once: tokens of user strings.</returns>
    /// <exception cref="NotRewritableException">There is something else where code should be.</exception>
    public static IEnumerable<int> StringTokens(ManagedImage image)
    {
        // Methods may share a body.
        var seen = new HashSet<int>();
        foreach (var handle in image.Metadata.MethodDefinitions)
        {
            var address = image.Metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address == 0 || !seen.Add(address))
                continue;
            foreach (var token in StringTokens(image, address - image.Text.VirtualAddress + image.Text.PointerToRawData))
                yield return token;
        }
    }

    private static IEnumerable<int> StringTokens(ManagedImage image, int body)
    {
        var (bytes, limit) = (image.Bytes, image.Headers.MetadataStartOffset);
        NotRewritableException.ThrowIfNot(body > image.Text.PointerToRawData && body < limit, "its code");
        var isFat = (bytes[body] & FormatMask) == Fat;
        NotRewritableException.ThrowIfNot(isFat ? body <= limit - FatHeader : (bytes[body] & FormatMask) == Tiny, "its code");
        var (at, size) = isFat ? (body + FatHeader, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(body + 4))) : (body + 1, bytes[body] >> 2);
        NotRewritableException.ThrowIfNot(size >= 0 && size <= limit - at, "its code");
        var end = at + size;
        while (at < end)
        {
            int code = bytes[at++];
            if (code == TwoBytes)
                code = (code << 8) | bytes[at++];
            NotRewritableException.ThrowIfNot(OperandSizes.TryGetValue(code, out var operand) && (operand != Switch || at <= end - 4), "its code");
            if (operand == Switch)
                operand = checked(4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))));
            NotRewritableException.ThrowIfNot(operand >= 0 && operand <= end - at, "its code");
            if (code == (int)ILOpCode.Ldstr)
                yield return at;
            at += operand;
        }
    }

    private static int SizeOf(OpCode code) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => Switch,
        _ => 4,
    };
}
