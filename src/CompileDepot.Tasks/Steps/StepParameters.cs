using CompileDepot.Core.Relocation;
using CompileDepot.Tasks.Wrapping;

namespace CompileDepot.Tasks.Steps;

/// <summary>Reads what targets gave a task: values for the key, and the files that some of them name.</summary>
/// <param name="parameters">As targets set them; what they don't set is the task's own business, and the task counts by content.</param>
/// <param name="tokens">A value that is sealed does not show its paths any more.</param>
/// <param name="folder">Full path of the project's folder: relative paths start here.</param>
internal sealed class StepParameters(StepProfile profile, IReadOnlyDictionary<string, object?> parameters, string folder, PathTokens tokens)
{
    /// <summary>Name and value of each, in the order of the names; an item's metadata follow it. The value of an environment variable may be a secret, so it counts by its digest.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Values => [.. parameters
        .Where(p => !profile.Ignored.Contains(p.Key, StringComparer.OrdinalIgnoreCase))
        .OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
        .SelectMany(p => TaskValue.Lines(p.Value)
            .Where(l => p.Key != TaskValue.Variables || l[0].Contains('='))
            .Select(l => (IReadOnlyList<string>)[p.Key, .. p.Key == TaskValue.Variables ? [TaskValue.Sealed(l[0], tokens.TokenizeText)] : l]))];

    public IReadOnlyList<string> Inputs => Paths(profile.Inputs);

    public IReadOnlyList<string> Outputs => Paths(profile.Outputs);

    /// <summary>Variables that the task sees and that are declared by name.</summary>
    public IReadOnlyList<string> Variables => [.. profile.Variables, .. Assignments.Where(v => !v.Contains('='))];

    /// <summary>The value that the task is given for a variable; null where it is given none.</summary>
    public string? Assigned(string variable) =>
        Assignments.Select(a => a.Split('=', 2)).LastOrDefault(a => a.Length == 2 && CachedExec.NameComparer.Equals(a[0], variable))?[1];

    public bool IsTrue(string parameter) => parameters.GetValueOrDefault(parameter) is true;

    public string? Text(string parameter) => parameters.GetValueOrDefault(parameter) is string { Length: > 0 } text ? text : null;

    private IEnumerable<string> Assignments => TaskValue.Texts(parameters.GetValueOrDefault(TaskValue.Variables));

    private string[] Paths(IEnumerable<string> names) => [.. names
        .SelectMany(name => TaskValue.Texts(parameters.GetValueOrDefault(name)))
        .SelectMany(text => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(path => Path.GetFullPath(path, folder))
        .Distinct(StringComparer.Ordinal)];
}
