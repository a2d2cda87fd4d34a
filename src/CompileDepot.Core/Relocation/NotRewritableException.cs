namespace CompileDepot.Core.Relocation;

/// <summary>An image can't be rewritten exactly; the message says why. Never leaves <see cref="ImageRewriter"/>.</summary>
internal sealed class NotRewritableException(string reason) : Exception(reason)
{
    /// <summary>The layout is not one that we know to the last byte.</summary>
    public static NotRewritableException Layout(string part) => new($"{part} is not laid out in a known way");

    public static void ThrowIfNot(bool known, string part)
    {
        if (!known)
            throw Layout(part);
    }
}
