using CompileDepot.Core.Collections;
using CompileDepot.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Collections;

/// <summary>Contributions of few projects to few collections, so that they meet.</summary>
internal static class Contributions
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.Elements("", "a", "b", "GET /users"), Texts.Any);

    public static Gen<ContributionValue> Values { get; } = Gen.OneOf(
        Text.Select(ContributionValue (t) => new StringValue(t)),
        Gen.Elements(0, 1, -1, long.MaxValue, long.MinValue).Select(ContributionValue (n) => new Int64Value(n)),
        Gen.Elements(true, false).Select(ContributionValue (b) => new BooleanValue(b)),
        (from type in Text from assembly in Text from member in Text select (type, assembly, member)).SelectMany(t => Gen.Elements<ContributionValue>(new EnumValue(t.type, t.assembly, t.member), new TypeValue(t.type, t.assembly), new MethodValue(t.type, t.assembly, t.member))));

    public static Gen<Contribution> Any { get; } = Gen.OneOf(
        Values.Select(v => new Contribution("routes", CollectionKind.Seq, null, v)),
        from key in Gen.Elements("ping", "pong", "a\tb") from value in Values select new Contribution("messages", CollectionKind.Table, key, value),
        Gen.Choose(-3, 3).Select(n => new Contribution("tests", CollectionKind.Counter, null, new Int64Value(n))),
        Gen.Elements(CollectionKind.Seq, CollectionKind.Counter).Select(k => new Contribution("tests", k, null, new Int64Value(1))));

    public static Gen<CollectionState> States { get; } =
        (from path in Gen.Elements("a/A.csproj", "a/a.csproj", "b/B.csproj") from build in Gen.Elements("", "net8.0", "net10.0") from list in Any.ListOf() select CollectionState.Of(new(path, build), list))
            .ListOf().Select(s => CollectionState.Union(s));

    public static Gen<(T, T)> Two<T>(this Gen<T> gen) => from a in gen from b in gen select (a, b);

    public static Gen<(T, T, T)> Three<T>(this Gen<T> gen) => from a in gen from b in gen from c in gen select (a, b, c);
}
