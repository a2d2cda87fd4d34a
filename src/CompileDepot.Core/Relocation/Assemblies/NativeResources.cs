using System.Buffers.Binary;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>Finds the data entries in a <c>.rsrc</c> section: a tree of three levels, type, name and language (PE format, "The .rsrc Section").</summary>
internal static class NativeResources
{
    public const int VersionType = 16;

    private const int TableSize = 16;
    private const int EntrySize = 8;
    private const int Levels = 3;
    private const uint IsTable = 0x80000000;

    /// <summary>Offsets in the section of all data entries (address, size, …), with the types of the resources; a type that has a name counts as 0.</summary>
    public static List<(int Type, int Offset)> DataEntries(ReadOnlySpan<byte> section)
    {
        var found = new List<(int, int)>();
        Collect(section, 0, 1, 0, found);
        return found;
    }

    private static void Collect(ReadOnlySpan<byte> section, int table, int level, int type, List<(int Type, int Offset)> found)
    {
        NotRewritableException.ThrowIfNot(level <= Levels, "its resources");
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(section[(table + 12)..]) + BinaryPrimitives.ReadUInt16LittleEndian(section[(table + 14)..]);
        for (var i = 0; i < entries; i++)
        {
            var entry = section.Slice(table + TableSize + (i * EntrySize), EntrySize);
            var name = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            var target = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            var of = level > 1 ? type : (name & IsTable) != 0 ? 0 : (int)name;
            // More entries than the section has room for: a table that holds itself.
            NotRewritableException.ThrowIfNot(found.Count < section.Length / EntrySize, "its resources");
            if ((target & IsTable) != 0)
                Collect(section, (int)(target & ~IsTable), level + 1, of, found);
            else
                found.Add((of, (int)target));
        }
    }
}
