using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Collections;

/// <summary>What the tasks of collections share. They are no matter of caching: a fault here fails the build, because to go on would be to build another program than was asked for.</summary>
public abstract class CollectionTask : Microsoft.Build.Utilities.Task
{
    /// <summary>Full path of the project.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

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

    private protected string RootFolder { get; private set; } = "";

    private protected Producer Self { get; private set; }

    private protected abstract void Run();

    public sealed override bool Execute()
    {
        try
        {
            RootFolder = DepotSettings.Parse("", "", Root, Folder).Root;
            Self = new(Path.GetRelativePath(RootFolder, ProjectFile).Replace('\\', '/'), Build);
            Run();
        }
        catch (SettingsException e)
        {
            Say(new CollectionProblem(e.Code, e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Say(new CollectionProblem(DiagnosticCodes.UnreadableContributions, $"Contributions to collections can't be read or written: {e.Message}"));
        }
        return !Log.HasLoggedErrors;
    }

    /// <summary>What the project contributes by items, in order: by kind, then as they stand.</summary>
    private protected List<Contribution> OfItems() =>
        [.. OfItems(CollectionKind.Seq, Sequences), .. OfItems(CollectionKind.Table, Tables), .. OfItems(CollectionKind.Counter, Counters)];

    private protected List<string> Sealed => [.. Seals.Select(s => s.ItemSpec).Distinct(StringComparer.Ordinal)];

    private protected void Say(CollectionProblem problem) => Log.LogError(null, problem.Code, null, problem.File ?? ProjectFile, problem.Line, 0, 0, 0, problem.Message);

    private protected void Say(IEnumerable<CollectionProblem> problems)
    {
        foreach (var problem in problems)
            Say(problem);
    }

    private protected string Full(string path) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), Folder);

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
