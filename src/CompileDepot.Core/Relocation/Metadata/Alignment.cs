namespace CompileDepot.Core.Relocation.Metadata;

internal static class Alignment
{
    /// <summary>The least multiple of a power of two that is not below the position.</summary>
    public static int Up(int position, int alignment) => (position + alignment - 1) & ~(alignment - 1);
}
