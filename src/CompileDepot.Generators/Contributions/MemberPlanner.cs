using System.Globalization;
using CompileDepot.Generators.Binding;
using CompileDepot.Generators.Gathered;
using CompileDepot.Generators.Members;
using CompileDepot.Generators.Rendering;
using CompileDepot.Generators.Reporting;
using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Contributions;

/// <summary>What to write into a member.</summary>
/// <param name="Keys">Of a dictionary, one for each value; else empty.</param>
/// <param name="Values">Expressions; of a registration, calls; of a counter, one number.</param>
internal sealed record MemberPlan(MemberShape Shape, EquatableArray<string> Keys, EquatableArray<string> Values);

/// <summary>All that the generator gives, compared by value: as long as it is the same, nothing is written anew.</summary>
internal sealed record SealedPlan(EquatableArray<MemberPlan> Members, EquatableArray<Problem> Problems, string? GatheredPath);

/// <summary>
/// Members, gathered contributions and the compilation, put together. A member whose collection this project does not seal, or whose values can't all be had, gets what there is: so that errors are ours alone, not the compiler's
/// of a part that is missing.
/// </summary>
internal static class MemberPlanner
{
    public static SealedPlan Plan(IReadOnlyList<(SealedMember? Member, Problem? Problem)> read, IReadOnlyList<GatheredFile> files, CancellationToken cancellation)
    {
        var problems = read.Select(r => r.Problem).OfType<Problem>().ToList();
        var members = read.Select(r => r.Member).OfType<SealedMember>().OrderBy(m => m.Shape.SortKey, StringComparer.Ordinal).ThenBy(m => m.Shape.Declaration, StringComparer.Ordinal).ToList();
        // Where nobody asks, a file of such a name may be anybody's.
        if (read.Count > 0)
            problems.AddRange(Faults(files));
        var plans = new List<MemberPlan>();
        if (members.Count > 0)
        {
            var compilation = members[0].Model.Compilation;
            var (file, types) = (files.Count > 0 ? files[0] : null, new TypeLookup(compilation));
            var wanted = new HashSet<string>(members.Where(m => !m.ForIds && file?.Find(m.Collection) is not null).Select(m => m.Collection), StringComparer.Ordinal);
            var own = wanted.Count > 0 ? OwnContributions.Read(compilation, file!.Self, wanted, problems, cancellation).ToLookup(c => c.Collection, StringComparer.Ordinal) : null;
            var unions = wanted.ToDictionary(n => n, n => Union.Of(file!.Find(n)!, file.Self, [.. own![n]], problems), StringComparer.Ordinal);
            foreach (var member in members)
            {
                cancellation.ThrowIfCancellationRequested();
                plans.Add(member.ForIds ? Ids(member, file?.Find(member.Collection))
                    : unions.TryGetValue(member.Collection, out var union) ? Values(member, union, new(member, types), problems, cancellation)
                    : new(member.Shape, [], []));
            }
        }
        return new(new(plans), new(problems.Distinct()), files.Count > 0 ? files[0].Path : null);
    }

    private static IEnumerable<Problem> Faults(IReadOnlyList<GatheredFile> files)
    {
        foreach (var file in files.Where(f => f.Fault is not null))
            yield return new(Codes.UnreadableGathered, $"What other projects contribute can't be read from {Path.GetFileName(file.Path)}: {file.Fault}.", Start(file.Path));
        if (files.Count > 1)
            yield return new(Codes.UnreadableGathered, $"There are two files of gathered contributions, {Path.GetFileName(files[0].Path)} and {Path.GetFileName(files[1].Path)}.", Start(files[1].Path));
    }

    private static Place Start(string path) => new(path, default, default);

    private static MemberPlan Ids(SealedMember member, GatheredCollection? collection) => collection is null ? new(member.Shape, [], []) : new(
        member.Shape, new(collection.Ids.Select(i => Literals.String(i.Name))), new(collection.Ids.Select(i => Literals.Integer(i.Number))));

    private static MemberPlan Values(SealedMember member, Union union, ValueBinder binder, List<Problem> problems, CancellationToken cancellation)
    {
        if (!Fits(member.Shape.Form, union.Kind))
        {
            problems.Add(new(Codes.OtherKind, $"'{member.Name}' can't give collection '{member.Collection}', which is a {Union.Word(union.Kind)}: {Remedy(union.Kind)}.", member.Place));
            return new(member.Shape, [], []);
        }
        if (member.Shape.Form == MemberForm.Counter)
            return new(member.Shape, [], new(Sum(member, union, problems)));
        var (keys, values) = (new List<string>(), new List<string>());
        foreach (var contribution in union.Contributions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (binder.Bind(contribution, problems) is not { } expression)
                continue;
            values.Add(expression);
            if (HasKeys(member.Shape.Form))
                keys.Add(Literals.String(contribution.Key!));
        }
        return new(member.Shape, new(keys), new(values));
    }

    private static string[] Sum(SealedMember member, Union union, List<Problem> problems)
    {
        var isInt = member.Shape.Result == "int";
        var sum = union.Contributions.Aggregate(0m, (total, c) => total + c.Value.Number);
        if (sum >= (isInt ? int.MinValue : long.MinValue) && sum <= (isInt ? int.MaxValue : long.MaxValue))
            return [Literals.Integer((long)sum)];
        problems.Add(new(Codes.CounterOverflow, $"Counter '{member.Collection}' is {sum.ToString(CultureInfo.InvariantCulture)}, which is too large for '{member.Name}'.", member.Place));
        return ["0"];
    }

    private static bool HasKeys(MemberForm form) => form is MemberForm.ReadOnlyDictionary or MemberForm.Dictionary or MemberForm.FrozenDictionary;

    private static bool Fits(MemberForm form, CollectionKind kind) => kind switch
    {
        CollectionKind.Unknown => true,
        CollectionKind.Counter => form == MemberForm.Counter,
        CollectionKind.Table => form != MemberForm.Counter,
        _ => form != MemberForm.Counter && !HasKeys(form),
    };

    private static string Remedy(CollectionKind kind) => kind switch
    {
        CollectionKind.Counter => "make it int or long",
        CollectionKind.Table => "make it a dictionary or a list of its values, or a void method that calls them",
        _ => "make it a list, or a void method that calls its values",
    };
}
