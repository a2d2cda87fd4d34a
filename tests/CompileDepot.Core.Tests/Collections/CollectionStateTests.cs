using CompileDepot.Core.Collections;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Collections;

[TestClass]
public sealed class CollectionStateTests
{
    private static readonly string[] Names = ["routes", "messages", "tests"];

    [TestMethod]
    public void Union_IsAssociativeCommutativeAndIdempotent() => Texts.Check(
        Contributions.States.Three(),
        states =>
        {
            var (a, b, c) = states;
            return IsSame(a.Union(b.Union(c)), a.Union(b).Union(c)) && IsSame(a.Union(b), b.Union(a)) && IsSame(a.Union(a), a) && IsSame(a.Union(CollectionState.Empty), a);
        });

    /// <summary>Nothing is lost: equality of unions would hold too if everything were thrown away.</summary>
    [TestMethod]
    public void Union_HoldsWhatEachHolds() => Texts.Check(
        Contributions.States.Two(),
        states => states.Item1.Producers.Concat(states.Item2.Producers).All(p => states.Item1.Of(p).Concat(states.Item2.Of(p)).ToHashSet().SetEquals(states.Item1.Union(states.Item2).Of(p))));

    [TestMethod]
    public void Gather_GivesTheSame_WhateverTheOrderOfUnions() => Texts.Check(
        Contributions.States.ListOf().SelectMany(s => Gen.Shuffle(s.Concat(s.Take(2))).Select(shuffled => (States: s, Shuffled: shuffled))),
        pair =>
        {
            var (one, other) = (Text(CollectionState.Union(pair.States)), Text(pair.Shuffled.Aggregate(CollectionState.Empty, (all, s) => s.Union(all))));
            return one == other;
        });

    /// <summary>Adding a project and taking it out again leads back to the former bytes, and so does adding a contribution.</summary>
    [TestMethod]
    public void Gather_GivesTheFormer_WhenAProducerIsGoneAgain() => Texts.Check(
        Contributions.States.Two(),
        states =>
        {
            var (without, with) = (states.Item1, states.Item1.Union(CollectionState.Of(new("z/New.csproj"), [new("routes", CollectionKind.Seq, null, new StringValue("only here"))])));
            var again = CollectionState.Union(with.Producers.Where(p => p.Path != "z/New.csproj").Select(p => CollectionState.Of(p, with.Of(p).Select(c => c.Contribution))));
            return Text(with) != Text(without) && Text(again) == Text(CollectionState.Union(without.Producers.Select(p => CollectionState.Of(p, without.Of(p).Select(c => c.Contribution)))));
        });

    private static bool IsSame(CollectionState one, CollectionState other) => one.Producers.SequenceEqual(other.Producers) && one.Producers.All(p => one.Of(p).SequenceEqual(other.Of(p)));

    private static string Text(CollectionState state)
    {
        var (collections, problems) = GatheredCollection.Gather(state, Names);
        return GatheredFile.Text("self", collections, new Dictionary<string, StableIds>()) + string.Join('\n', problems);
    }
}
