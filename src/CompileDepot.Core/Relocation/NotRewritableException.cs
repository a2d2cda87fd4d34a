namespace CompileDepot.Core.Relocation;

/// <summary>An image can't be rewritten exactly; the message says why. Who asks takes it for a refusal (<see cref="ImageRewriter.IsRefusal"/>).</summary>
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
