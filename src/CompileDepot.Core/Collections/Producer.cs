namespace CompileDepot.Core.Collections;

/// <summary>Who contributes: one build of one project.</summary>
/// <param name="Path">The project's file, relative to the root, with <c>/</c>.</param>
/// <param name="Build">Its framework and variant, or nothing where it has one build alone.</param>
public readonly record struct Producer(string Path, string Build = "")
{
    /// <summary>By characters, whatever the culture of the machine.</summary>
    public static IComparer<Producer> Order { get; } = Comparer<Producer>.Create((x, y) => string.CompareOrdinal(x.Path, y.Path) is not 0 and var order ? order : string.CompareOrdinal(x.Build, y.Build));

    public override string ToString() => Build.Length == 0 ? Path : $"{Path} ({Build})";
}
