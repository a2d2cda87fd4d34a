using CompileDepot.Core.Collections;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Collections;

/// <summary>What the tasks of collections share.</summary>
public abstract class CollectionTask : StrictTask
{
    /// <summary><c>CompileDepotRoot</c>.</summary>
    public string Root { get; set; } = "";

    /// <summary>The project's framework and variant: two builds of one project are two contributors.</summary>
    public string Build { get; set; } = "";

    /// <summary>The name of the project's own assembly.</summary>
    public string AssemblyName { get; set; } = "";

    /// <summary>Items <c>CompileSeq</c>.</summary>
    public ITaskItem[] Sequences { get; set; } = [];

    /// <summary>Items <c>CompileTable</c>.</summary>
    public ITaskItem[] Tables { get; set; } = [];

    /// <summary>Items <c>CompileCounter</c>.</summary>
    public ITaskItem[] Counters { get; set; } = [];

    /// <summary>Items <c>SealCollection</c>.</summary>
    public ITaskItem[] Seals { get; set; } = [];

    /// <summary>Items <c>StaticWrite</c>: files of ids, with the name of their collection.</summary>
    public ITaskItem[] StaticWrites { get; set; } = [];

    /// <summary>Full paths of the files of contributions of the projects that this one refers to.</summary>
    public string[] References { get; set; } = [];

    private protected string Folder => Path.GetDirectoryName(ProjectFile)!;

    /// <exception cref="SettingsException">There is none.</exception>
    private protected string RootFolder => field ??= DepotSettings.Parse(new DepotProperties { Root = Root }, Folder).Root;

    private protected Producer Self => new(PathRules.Relative(RootFolder, ProjectFile), Build);

    private protected override (string Code, string Message) Fault(Exception e) => (DiagnosticCodes.UnreadableContributions, $"Contributions to collections can't be read or written: {e.Message}");

    /// <summary>What the project contributes by items, in order: by kind, then as they stand.</summary>
    private protected List<Contribution> OfItems() =>
        [.. OfItems(CollectionKind.Seq, Sequences), .. OfItems(CollectionKind.Table, Tables), .. OfItems(CollectionKind.Counter, Counters)];

    private protected List<string> Sealed => [.. Seals.Select(s => s.ItemSpec).Distinct(StringComparer.Ordinal)];

    private protected void Say(CollectionProblem problem) => Fail(problem.Code, problem.File ?? ProjectFile, problem.Message, problem.Line);

    private protected void Say(IEnumerable<CollectionProblem> problems)
    {
        foreach (var problem in problems)
            Say(problem);
    }

    private protected string Full(string path) => MSBuildPath.Full(path, Folder);

    private IEnumerable<Contribution> OfItems(CollectionKind kind, ITaskItem[] items)
    {
        foreach (var item in items)
        {
            var contribution = ContributionItem.TryRead(kind, item.ItemSpec, item.GetMetadata("Key"), item.GetMetadata("Value"), item.GetMetadata("ValueType"), AssemblyName, out var problem);
            if (contribution is not null)
                yield return contribution;
            else if (problem is not null)
                Say(problem with { File = item.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } file ? file : null });
        }
    }
}
