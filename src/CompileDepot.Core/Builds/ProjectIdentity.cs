using CompileDepot.Core.Effects;

namespace CompileDepot.Core.Builds;

/// <summary>Which build of which project in which tree: what records of builds and roots are kept by.</summary>
/// <param name="Root">Full path of the relocation root.</param>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Framework">Target framework moniker, or empty.</param>
/// <param name="Configuration">With the key of the variant after it, where the project is built with other preferences than its own: each has records of its own.</param>
public sealed record ProjectIdentity(string Root, string Project, string Framework, string Configuration)
{
    /// <summary>As people know it: <c>Lib (net10.0)</c>.</summary>
    public string DisplayName => Path.GetFileNameWithoutExtension(Project) + (Framework.Length > 0 ? $" ({Framework})" : "");

    /// <summary>Where an entry of a step of it came from.</summary>
    public Origin Made(string step, TimeSpan duration) => new(step, Project, Framework, Configuration, Root, DateTimeOffset.UtcNow, duration);
}
