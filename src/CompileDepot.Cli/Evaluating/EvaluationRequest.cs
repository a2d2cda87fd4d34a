using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Evaluating;

/// <summary>What to evaluate, and how.</summary>
/// <param name="Entry">Full path of a project or solution.</param>
/// <param name="Configurations">Empty: the one that a build takes without being told.</param>
/// <param name="AllConfigurations">All that the solution or project has.</param>
/// <param name="Properties">As <c>-p</c> gives them.</param>
internal sealed record EvaluationRequest(string Entry, IReadOnlyList<string> Configurations, bool AllConfigurations, IReadOnlyList<(string Name, string Value)> Properties)
{
    /// <summary>Global properties of a build: those of response files, then those of the command line.</summary>
    public Dictionary<string, string> GlobalProperties(string? configuration)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ResponseFile.Properties(ResponseFile.Read(Path.GetDirectoryName(Entry)!).Select(s => s.Switch)).Concat(Properties))
            properties[name] = value;
        if (configuration is not null)
            properties["Configuration"] = configuration;
        return properties;
    }

    /// <summary>The same in another folder with the tree.</summary>
    /// <param name="from">Full path of the tree's top.</param>
    /// <param name="to">Full path of the other one's.</param>
    public EvaluationRequest MovedTo(string from, string to)
    {
        var moved = this with { Entry = Path.Combine(to, Path.GetRelativePath(from, Entry)) };
        var root = Properties.LastOrDefault(p => p.Name.Equals(RootLocator.Property, StringComparison.OrdinalIgnoreCase)).Value ?? Environment.GetEnvironmentVariable(RootLocator.Property);
        // Named from outside, it names this tree.
        return string.IsNullOrEmpty(root) ? moved : moved with { Properties = [.. Properties, (RootLocator.Property, Path.GetFullPath(Path.Combine(to, Path.GetRelativePath(from, root))))] };
    }
}
