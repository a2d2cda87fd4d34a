using CompileDepot.Core.Projects;

namespace CompileDepot.Cli.Hashing;

/// <summary>One project in one framework and configuration, with its dependency-tree hash.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Root">Full path of the root that it is in.</param>
/// <param name="Hash">Null where it is not known.</param>
/// <param name="IsExact">Whether a build will come to the same hash. It will not where what a dependency gives is known only after it was built, or builds run on another .NET.</param>
/// <param name="Reason">Why the hash is not known or not exact, in words; null where it is.</param>
/// <param name="IsFault">Whether a person has to mend something before the hash can be known.</param>
/// <param name="Impurities">Where the evaluation asks for more than the tree; paths tokenized.</param>
/// <param name="Text">What the hash is of; empty where it is not known.</param>
internal sealed record ProjectHash(
    string Project, string Root, string Framework, string Configuration, TreeHash? Hash, bool IsExact, string? Reason, bool IsFault, IReadOnlyList<Impurity> Impurities, byte[] Text)
{
    /// <summary>What makes it the same one in another state of the tree.</summary>
    public (string Project, string Framework, string Configuration) Identity => (Project, Framework, Configuration);
}
