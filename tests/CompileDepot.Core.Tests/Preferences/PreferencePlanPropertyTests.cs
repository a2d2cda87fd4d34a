using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Preferences;

/// <summary>Any references, any files, against answers that are asked one by one.</summary>
[TestClass]
public sealed class PreferencePlanPropertyTests
{
    [TestMethod]
    public void Variant_IsTheSame_JustWhenAllAnswersBelowAre() => Check(seed =>
    {
        using var tree = Tree(seed, everywhere: true);
        var plan = tree.Plan();
        var names = tree.Projects.Select(p => p.Name).ToList();
        return names.All(project => Users(project).All(one => Users(project).All(other => plan.Of(one, project) == plan.Of(other, project) == (Seen(one, project) == Seen(other, project)))));

        List<string> Users(string project) => [.. names.Where(n => Closure(tree, n).Contains(project))];

        // All that a build of the project depends on, from the perspective of an entry; of the project's own it is the base.
        string Seen(string entry, string project) => string.Join('\n', Closure(tree, project).Order(StringComparer.Ordinal).Select(p => Answers(tree, entry, p)));
    });

    [TestMethod]
    public void References_LeadToOneVariantOfEach_HoweverItIsReached() => Check(seed =>
    {
        using var tree = Tree(seed, everywhere: true);
        var plan = tree.Plan();
        return tree.Projects.All(entry => Closure(tree, entry.Name).All(project =>
        {
            var build = plan.Build(entry.Name, project);
            return Closure(tree, project).Where(p => p != project).All(p => (build.References.FirstOrDefault(r => r.File == tree.File(p))?.Key ?? "") == plan.Of(entry.Name, p));
        }));
    });

    [TestMethod]
    public void Variants_AreNone_WhenOnlyTheRootSpeaks() => Check(seed =>
    {
        using var tree = Tree(seed, everywhere: false);
        // Alone, a project's folder is heard on the project, whether it has a file or not.
        tree.Projects.ToList().ForEach(p => tree.Change(p.Name, q => q with { Merge = q.Merge == PreferenceMerge.None ? PreferenceMerge.Recursive : q.Merge }));
        return tree.Plan().Projects.All(p => p.Variants.Count == 0);
    });

    [TestMethod]
    public void Files_AreTheSame_WhenTheyAreMadeTwice() => Check(seed =>
    {
        using var tree = Tree(seed, everywhere: true);
        var first = PreferencePlanFiles.Of(tree.Plan());
        tree.Projects.Reverse();
        return first.SequenceEqual(PreferencePlanFiles.Of(tree.Plan()));
    });

    private static void Check(Func<int, bool> property) => Texts.Check(Gen.Choose(0, int.MaxValue), property);

    private static PlanTree Tree(int seed, bool everywhere)
    {
        var random = new Random(seed);
        var tree = new PlanTree();
        var count = random.Next(1, 7);
        var lookup = (PreferenceLookup)random.Next(3);
        var merge = (PreferenceMerge)random.Next(3);
        for (var i = 0; i < count; i++)
        {
            var references = string.Join(' ', Enumerable.Range(0, i).Where(_ => random.Next(2) == 0).Select(r => "P" + r));
            tree.Add("P" + i, references, random.Next(3) switch { 0 => "", 1 => "x", _ => "x y" }, $"g{i % 2}/P{i}");
            tree.Change("P" + i, p => p with { Lookup = lookup, Merge = merge });
        }
        foreach (var folder in everywhere ? tree.Projects.Select(p => p.Request.ProjectFolder).Append("g0").Append("g1").Append(".") : ["."])
        {
            if (random.Next(3) == 0)
                continue;
            var named = Enumerable.Range(0, count).Where(_ => random.Next(2) == 0).ToList();
            var text = string.Concat(named.Select(n => $"P{n} = \"*\"\n").Prepend("[deps]\n"));
            foreach (var package in Enumerable.Range(0, count).Where(_ => random.Next(2) == 0))
                text += $"[preferences.P{package}]\n{(random.Next(3) == 0 ? "" : $"x = \"{random.Next(2)}\"\n")}{(random.Next(4) == 0 ? "__clear__ = [\"y\"]\n" : $"y = \"{random.Next(2)}\"\n")}";
            tree.Write(folder + "/CompileDepot.toml", text);
        }
        return tree;
    }

    private static HashSet<string> Closure(PlanTree tree, string project) =>
        tree.Projects.Single(p => p.Name == project).References.SelectMany(r => Closure(tree, Path.GetFileNameWithoutExtension(r))).Append(project).ToHashSet();

    private static string Answers(PlanTree tree, string entry, string project)
    {
        var (from, asked) = (tree.Projects.Single(p => p.Name == entry), tree.Projects.Single(p => p.Name == project));
        var stack = LayerStack.Load(from.Request with { Project = entry, Closure = Closure(tree, entry) });
        return PreferenceLines.Text(ObservedPreference.Of(PreferenceResolver.Resolve(stack, new PreferenceQuery(project, asked.Version, asked.Declarations, asked.File) { Lookup = from.Lookup, Merge = from.Merge })));
    }
}
