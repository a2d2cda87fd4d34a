namespace CompileDepot.Cli.Hashing;

/// <summary>What to hash.</summary>
/// <param name="Entry">Full path of a project or solution.</param>
/// <param name="Configurations">Empty: the one that a build takes without being told.</param>
/// <param name="AllConfigurations">All that the solution or project has.</param>
/// <param name="Properties">As <c>-p</c> gives them.</param>
internal sealed record HashRequest(string Entry, IReadOnlyList<string> Configurations, bool AllConfigurations, IReadOnlyList<(string Name, string Value)> Properties)
{
    private const string RootProperty = "CompileDepotRoot";

    /// <summary>Global properties of a build: those of <c>Directory.Build.rsp</c>, then those of the command line.</summary>
    public Dictionary<string, string> GlobalProperties(string? configuration)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var responses = ResponseFile.Find(Path.GetDirectoryName(Entry)!) is { } file ? ResponseFile.Properties(File.ReadAllText(file)) : [];
        foreach (var (name, value) in responses.Concat(Properties))
            properties[name] = value;
        if (configuration is not null)
            properties["Configuration"] = configuration;
        return properties;
    }

    /// <summary>The same in another folder with the tree.</summary>
    /// <param name="from">Full path of the tree's top.</param>
    /// <param name="to">Full path of the other one's.</param>
    public HashRequest MovedTo(string from, string to)
    {
        var moved = this with { Entry = Path.Combine(to, Path.GetRelativePath(from, Entry)) };
        var root = Properties.LastOrDefault(p => p.Name.Equals(RootProperty, StringComparison.OrdinalIgnoreCase)).Value ?? Environment.GetEnvironmentVariable(RootProperty);
        // Named from outside, it names this tree.
        return string.IsNullOrEmpty(root) ? moved : moved with { Properties = [.. Properties, (RootProperty, Path.GetFullPath(Path.Combine(to, Path.GetRelativePath(from, root))))] };
    }
}
