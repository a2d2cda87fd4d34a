using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Toml.Tests.Support;

/// <summary>Values of all types, with what formats trip over.</summary>
internal static class Generators
{
    public static Gen<string> Text { get; } =
        Gen.Elements("a", "B", "7", "-", "_", ".", " ", "=", "#", "\"", "'", "\\", "\\n", "\n", "\r", "\r\n", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u2028", "\ufeff", "\ufffd", "é", "漢", "😀", "[", "]", "{", "}", ",")
            .ArrayOf().Select(string.Concat);

    private static readonly Gen<TomlValue> Scalar = Gen.OneOf<TomlValue>(
        Text.Select(s => (TomlValue)new TomlString(s)),
        Gen.OneOf(Gen.Elements(0, -1, long.MaxValue, long.MinValue), Gen.Choose(-1000, 1000).Select(i => (long)i)).Select(i => (TomlValue)new TomlInteger(i)),
        Gen.OneOf(
            Gen.Elements(0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 1e22, 0.1, 100),
            Gen.Choose(int.MinValue, int.MaxValue).Two().Select(p => BitConverter.Int64BitsToDouble(((long)p.Item1 << 32) ^ p.Item2))).Select(d => (TomlValue)new TomlFloat(d)),
        Gen.Elements(true, false).Select(b => (TomlValue)new TomlBoolean(b)),
        Gen.Elements("1979-05-27", "07:32:00", "00:00:00.123456789", "1979-05-27T07:32:00", "2000-02-29T23:59:60Z", "1979-05-27T00:32:00.5-07:00").Select(t => (TomlValue)new TomlDateTime(t)));

    public static Gen<TomlTable> Table { get; } = Gen.Sized(size => TableOf(Math.Min(size, 30)));

    public static Gen<TomlValue> Value { get; } = Gen.Sized(size => ValueOf(Math.Min(size, 12)));

    public static void Check<T>(Gen<T> gen, Func<T, bool> property, int times = 300) =>
        Prop.ForAll(gen.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static Gen<TomlTable> TableOf(int size) =>
        from names in Text.ArrayOf().Resize(5)
        from values in ValueOf(size / 2).ArrayOf(names.Length)
        select new TomlTable(names.Zip(values).DistinctBy(p => p.First).ToDictionary(p => p.First, p => p.Second));

    private static Gen<TomlValue> ValueOf(int size) => size == 0 ? Scalar : Gen.Frequency(
        (4, Scalar),
        (1, ValueOf(size / 2).ArrayOf().Resize(4).Select(items => (TomlValue)new TomlArray(items))),
        (1, TableOf(size).Select(t => (TomlValue)t)));
}
