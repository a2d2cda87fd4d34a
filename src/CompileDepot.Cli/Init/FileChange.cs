namespace CompileDepot.Cli.Init;

/// <summary>What a plan does with one file.</summary>
internal enum ChangeKind
{
    Unchanged,
    Create,
    Update,
    Delete,
}

/// <summary>
/// One file of a plan. <paramref name="OldBytes"/> is what the plan was made from: it lets <see cref="PlanWriter"/> refuse to overwrite an edit
/// made since, and a caller show a difference. Bytes, not text, since encodings and byte order marks have to survive.
/// </summary>
/// <param name="Path">Full path.</param>
/// <param name="Kind">What happens to the file.</param>
/// <param name="OldBytes">What it holds now; null where it is missing.</param>
/// <param name="NewBytes">What it will hold; null where it will be missing.</param>
internal sealed record FileChange(string Path, ChangeKind Kind, ReadOnlyMemory<byte>? OldBytes, ReadOnlyMemory<byte>? NewBytes)
{
    public static FileChange Of(string path, byte[]? oldBytes, byte[]? newBytes) => new(
        path,
        (oldBytes, newBytes) switch
        {
            (null, null) => ChangeKind.Unchanged,
            (null, _) => ChangeKind.Create,
            (_, null) => ChangeKind.Delete,
            _ => oldBytes.AsSpan().SequenceEqual(newBytes) ? ChangeKind.Unchanged : ChangeKind.Update,
        },
        Memory(oldBytes),
        Memory(newBytes));

    // A plain null would be converted as a null array is: to an empty memory, which reads as an empty file.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(bytes);
}
