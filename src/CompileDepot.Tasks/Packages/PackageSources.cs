namespace CompileDepot.Tasks.Packages;

/// <summary>What a project's configuration says about where packages come from: files, and the sources that count. Equal by content.</summary>
internal sealed class PackageSources(IReadOnlyList<string> configFiles, IReadOnlyList<string> sources) : IEquatable<PackageSources>
{
    public IReadOnlyList<string> ConfigFiles { get; } = configFiles;

    public IReadOnlyList<string> Sources { get; } = sources;

    public bool Equals(PackageSources? other) => other is not null && ConfigFiles.SequenceEqual(other.ConfigFiles, StringComparer.Ordinal) && Sources.SequenceEqual(other.Sources, StringComparer.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as PackageSources);

    public override int GetHashCode() => HashCode.Combine(ConfigFiles.Count, Sources.Count, string.Join('\n', Sources).GetHashCode(StringComparison.Ordinal));
}
