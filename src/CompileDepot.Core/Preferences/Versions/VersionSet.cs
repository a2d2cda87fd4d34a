namespace CompileDepot.Core.Preferences.Versions;

/// <summary>
/// A set of versions, told by minor version. Terms, of which a list may hold several:
/// <code>
/// *           all versions                   1.2-1.4   the minors from 1.2 to 1.4 (1.2-2.0 holds 1.3, 1.4, … too)
/// 1.2         all of 1.2.x                   1.2-*     1.2 and all after it
/// 1.*  or 1   all of 1.x                     1.2.5     exactly this version
/// !term       all but these
/// </code>
/// A list means the union of its plain terms less its terms with <c>!</c>; where it has none but those, all versions less them. A prerelease belongs to its minor as any version does (<c>1.2.0-beta</c> is in
/// <c>1.2</c>); a term of exactly one version means that one alone (<c>!1.2.5</c> leaves <c>1.2.5-beta</c> in).
/// <para>The normal form holds the ranges, then the single versions outside of them, then those left out, each sorted; the empty set is <c>!*</c>. Two sets are equal where their normal forms are.
/// The set is kept as ranges of minors and the finitely many versions for which these tell the wrong thing. A minor has more versions than that, so there is one such form for each set, and sets are closed under all
/// operations. Immutable.</para>
/// </summary>
public sealed class VersionSet : IEquatable<VersionSet>
{
    private readonly IReadOnlyList<MinorRange> _minors;
    private readonly IReadOnlyList<PackageVersion> _exceptions;

    internal VersionSet(IEnumerable<MinorRange> minors, IEnumerable<PackageVersion> exceptions)
    {
        _minors = MinorRange.Normal(minors);
        _exceptions = [.. exceptions.Distinct().Order()];
    }

    public static VersionSet All { get; } = new([MinorRange.All], []);

    public static VersionSet None { get; } = new([], []);

    public bool IsAll => _exceptions.Count == 0 && _minors is [var only] && only == MinorRange.All;

    public bool Contains(PackageVersion version) => InMinors(version) ^ _exceptions.Contains(version);

    /// <param name="version">Null: not known. Only the set of all versions is sure to hold it.</param>
    public bool Contains(PackageVersion? version) => version is { } known ? Contains(known) : IsAll;

    public VersionSet Union(VersionSet other) => Combined(other, MinorRange.Normal(_minors.Concat(other._minors)), (left, right) => left || right);

    public VersionSet Intersect(VersionSet other) => Complement().Union(other.Complement()).Complement();

    public VersionSet Except(VersionSet other) => Intersect(other.Complement());

    /// <summary>All versions that are not in this set.</summary>
    public VersionSet Complement() => new(MinorRange.Complement(_minors), _exceptions);

    /// <summary>The normal form; never empty.</summary>
    public IReadOnlyList<string> Terms
    {
        get
        {
            if (_exceptions.Count == 0)
                return _minors.Count == 0 ? ["!*"] : [.. _minors.Select(m => m.ToString())];
            // All but these: what is left out says it.
            var ranges = _minors is [var only] && only == MinorRange.All ? [] : _minors.Select(m => m.ToString());
            return [.. ranges, .. _exceptions.Where(e => !InMinors(e)).Select(e => e.ToString()), .. _exceptions.Where(InMinors).Select(e => "!" + e)];
        }
    }

    /// <summary>The terms of the normal form, separated by <c>, </c>; <see cref="VersionTerms"/> reads it.</summary>
    public override string ToString() => string.Join(", ", Terms);

    public bool Equals(VersionSet? other) => other is not null && _minors.SequenceEqual(other._minors) && _exceptions.SequenceEqual(other._exceptions);

    public override bool Equals(object? obj) => Equals(obj as VersionSet);

    public override int GetHashCode() => HashCode.Combine(_minors.Count, _exceptions.Count, _minors.Count > 0 ? _minors[0] : default);

    private VersionSet Combined(VersionSet other, IReadOnlyList<MinorRange> minors, Func<bool, bool, bool> operation) => new(
        minors,
        _exceptions.Concat(other._exceptions).Where(v => operation(Contains(v), other.Contains(v)) != InMinors(minors, v)));

    private bool InMinors(PackageVersion version) => InMinors(_minors, version);

    private static bool InMinors(IReadOnlyList<MinorRange> minors, PackageVersion version)
    {
        foreach (var range in minors)
        {
            if (range.Contains(new Minor(version.Major, version.Minor)))
                return true;
        }
        return false;
    }
}
