using CompileDepot.Core.IO;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// The projects of a restore by number, in the order of their paths, and which are below which. Cycles do no harm here: whoever builds reports them. Immutable.
/// </summary>
internal sealed class PreferenceGraph
{
    // A row of bits for each project.
    private readonly ulong[][] _below;

    public PreferenceGraph(IEnumerable<PreferenceProject> projects)
    {
        Projects = [.. projects.DistinctBy(p => p.File, PathRules.Comparer).Select(p => (p, p.Relative)).OrderBy(p => p.Relative, StringComparer.Ordinal).ThenBy(p => p.p.File, StringComparer.Ordinal).Select(p => p.p)];
        var numbers = Projects.Select((p, i) => (p.File, i)).ToDictionary(p => p.File, p => p.i, PathRules.Comparer);
        References = [.. Projects.Select(p => p.References.Where(numbers.ContainsKey).Select(r => numbers[r]).Distinct().Order().ToArray())];
        Order = PostOrder();
        _below = Closures();
    }

    public IReadOnlyList<PreferenceProject> Projects { get; }

    /// <summary>The direct references of each project, in the order of their paths.</summary>
    public IReadOnlyList<int[]> References { get; }

    /// <summary>Each project after those that it references, where there is no cycle.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The projects that are referenced by a project, directly or not, each after those that it references. Itself is not among them.</summary>
    public IEnumerable<int> Below(int project) => Order.Where(p => p != project && (_below[project][p / 64] >> p % 64 & 1) != 0);

    /// <summary>The same, and the project itself as the last.</summary>
    public IEnumerable<int> Closure(int project) => Below(project).Append(project);

    // With a stack of its own: no chain of references is too long.
    private int[] PostOrder()
    {
        var order = new List<int>(Projects.Count);
        var seen = new bool[Projects.Count];
        var path = new Stack<(int Project, int Next)>();
        for (var start = 0; start < Projects.Count; start++)
        {
            if (seen[start])
                continue;
            seen[start] = true;
            path.Push((start, 0));
            while (path.TryPop(out var at))
            {
                if (at.Next == References[at.Project].Length)
                {
                    order.Add(at.Project);
                    continue;
                }
                path.Push((at.Project, at.Next + 1));
                var next = References[at.Project][at.Next];
                if (!seen[next])
                {
                    seen[next] = true;
                    path.Push((next, 0));
                }
            }
        }
        return [.. order];
    }

    /// <summary>One pass is enough without cycles; with them, the next adds what the last could not know.</summary>
    private ulong[][] Closures()
    {
        var below = Projects.Select(_ => new ulong[(Projects.Count + 63) / 64]).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var project in Order)
            {
                foreach (var reference in References[project])
                    changed |= Add(below[project], below[reference], reference);
            }
        }
        return below;
    }

    private static bool Add(ulong[] row, ulong[] other, int one)
    {
        var changed = false;
        for (var i = 0; i < row.Length; i++)
        {
            var sum = row[i] | other[i] | (i == one / 64 ? 1UL << one % 64 : 0);
            changed |= sum != row[i];
            row[i] = sum;
        }
        return changed;
    }
}
