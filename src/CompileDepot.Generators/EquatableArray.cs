using System.Collections;

namespace CompileDepot.Generators;

/// <summary>An array that is equal to another with equal items: what the generator's steps hand on is compared by value, so that an edit elsewhere in the project ends at the first step that gives the same.</summary>
internal readonly struct EquatableArray<T> : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly T[]? _items;

    public EquatableArray(IEnumerable<T> items) => _items = [.. items];

    public int Count => _items?.Length ?? 0;

    public T this[int index] => Items[index];

    private T[] Items => _items ?? [];

    public bool Equals(EquatableArray<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <summary>Of few items: a hash need not see all, and there may be a hundred thousand.</summary>
    public override int GetHashCode() => Count == 0 ? 0 : unchecked((((Count * 31) + Items[0].GetHashCode()) * 31) + Items[Count - 1].GetHashCode());

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
