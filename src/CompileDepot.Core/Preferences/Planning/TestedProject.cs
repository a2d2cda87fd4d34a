namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// Whose preferences a project sees: its own, unless it is a test project that has no files of preferences in its folder. Then those of what it tests: the reference that has its name without the ending
/// (<c>App</c> for <c>App.Tests</c>), else its only reference.
/// </summary>
internal static class TestedProject
{
    private static readonly string[] Endings = [".Tests", ".Test", ".UnitTests", ".IntegrationTests"];

    /// <param name="speaks">Whether a project has files of preferences in its folder.</param>
    public static int StandsFor(PreferenceGraph graph, int project, Func<int, bool> speaks)
    {
        // Tests of tests; in a circle, somebody has to begin.
        var seen = new HashSet<int>();
        while (seen.Add(project) && graph.Projects[project].IsTest && !speaks(project) && Of(graph, project) is { } tested)
            project = tested;
        return project;
    }

    private static int? Of(PreferenceGraph graph, int test)
    {
        var name = graph.Projects[test].Name;
        var references = graph.References[test];
        foreach (var ending in Endings.Where(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var reference in references)
            {
                if (name.AsSpan(0, name.Length - ending.Length).Equals(graph.Projects[reference].Name, StringComparison.OrdinalIgnoreCase))
                    return reference;
            }
        }
        return references is [var only] ? only : null;
    }
}
