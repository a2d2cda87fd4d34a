using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Support;

/// <summary>Generators of texts that try what formats trip over.</summary>
internal static class Texts
{
    private static readonly Gen<char> Nasty = Gen.Elements(' ', '%', '\n', '\r', '\t', '\0', '|', '{', '}', '/', '\\', ':', '=', ',', ';', '"', '\'', 'u', '2', '5', '0', 'a', '\u0085', '\u2028', '\ud83d', '\ude00', '\ufeff');

    /// <summary>Any UTF-16, halves of surrogate pairs included.</summary>
    public static Gen<string> Any { get; } =
        Gen.Frequency((3, Nasty), (1, Gen.Choose(0, 0xffff).Select(i => (char)i))).ArrayOf().Select(c => new string(c));

    /// <summary>Names of one path component.</summary>
    public static Gen<string> Name { get; } =
        Gen.Elements('a', 'b', 'A', ' ', '{', '}', '%', '.', '-', '~', 'é', '(', '&', '\\').ArrayOf().Select(c => "n" + new string(c));

    /// <summary>Texts put together from pieces.</summary>
    public static Gen<string> Of(params string[] pieces) => Gen.Elements(pieces).ArrayOf().Select(string.Concat);

    public static void Check<T>(Gen<T> gen, Func<T, bool> property) => Prop.ForAll(gen.ToArbitrary(), property).QuickCheckThrowOnFailure();

    /// <summary>Different values give different images. Neighbours are compared: values that are nearly alike.</summary>
    public static void CheckInjective<T, TImage>(Gen<T> gen, Func<T, TImage> image, IEqualityComparer<T> comparer)
        where TImage : notnull
        where T : notnull
    {
        var seen = new Dictionary<TImage, T>();
        Check(gen, value =>
        {
            var of = image(value);
            if (seen.TryGetValue(of, out var other))
                return comparer.Equals(value, other);
            seen.Add(of, value);
            return true;
        });
    }
}
