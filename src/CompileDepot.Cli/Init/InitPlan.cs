using CompileDepot.Cli.Evaluating;

namespace CompileDepot.Cli.Init;

/// <summary>
/// What <c>init</c> or <c>init --remove</c> will do to a folder. Making a plan reads and checks every file and writes none, so that a fault in one
/// leaves all of them alone; <see cref="Apply"/> then writes.
/// </summary>
internal sealed class InitPlan
{
    public const string GlobalJson = "global.json";
    public const string BuildProps = "Directory.Build.props";
    public const string BuildTargets = "Directory.Build.targets";
    public const string SolutionTargets = "Directory.Solution.targets";

    private InitPlan(IReadOnlyList<FileChange> changes, IReadOnlyList<InitWarning> warnings) => (Changes, Warnings) = (changes, warnings);

    /// <summary>Each of the files, the unchanged ones too, in the order in which they are written.</summary>
    public IReadOnlyList<FileChange> Changes { get; }

    /// <summary>What would keep the SDK from parts of the tree, by path; empty when removing.</summary>
    public IReadOnlyList<InitWarning> Warnings { get; }

    /// <summary>False where the folder is already as it should be.</summary>
    public bool HasChanges => Changes.Any(c => c.Kind != ChangeKind.Unchanged);

    /// <summary>Plans for the top folder of a repository.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sdkVersion">The version of the SDK to pin. It plays no part in removing.</param>
    /// <param name="remove">Undo instead.</param>
    /// <param name="graph">Make builds graph builds, too; without it the response file is left alone. Removing undoes it in any case.</param>
    /// <exception cref="InitException">A file is malformed, unreadable or read-only.</exception>
    /// <exception cref="ArgumentException"><paramref name="sdkVersion"/> is not a version.</exception>
    public static InitPlan Create(string folder, string sdkVersion, bool remove, bool graph = false)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
            throw InitException.OfFile(folder, "There is no such folder. Name the top folder of the repository.");

        List<(string Name, IFileEditor Editor)> files =
        [
            (GlobalJson, new GlobalJsonEditor(sdkVersion)),
            (BuildProps, ImportEditor.Props),
            (BuildTargets, ImportEditor.Targets),
            (SolutionTargets, ImportEditor.SolutionTargets),
        ];

        if (graph || (remove && File.Exists(Path.Combine(folder, ResponseFile.Name))))
            files.Add((ResponseFile.Name, new ResponseFileEditor()));

        // Only git reads it.
        if (File.Exists(Path.Combine(folder, IgnoreFileEditor.Name)) || (!remove && Path.Exists(Path.Combine(folder, ".git"))))
            files.Add((IgnoreFileEditor.Name, new IgnoreFileEditor()));

        // An import without a version fails every build, a version without imports does no harm: should writing stop half way, be on that side.
        if (remove)
            files.Reverse();
        return new InitPlan(
            [.. files.Select(f => Plan(Path.Combine(folder, f.Name), f.Editor, remove))],
            remove ? [] : [.. NestedFiles.Find(folder, sdkVersion)]);
    }

    /// <summary>Writes the changes: either all, or a message says which (<see cref="PlanWriter"/>).</summary>
    /// <exception cref="InitException">A file cannot be written, or was changed since the plan was made.</exception>
    public void Apply() => PlanWriter.Write(Changes);

    private static FileChange Plan(string path, IFileEditor editor, bool remove)
    {
        var old = FileAccess.ReadOrNull(path);
        byte[]? @new;
        if (old is null)
            @new = remove ? null : editor.Created;
        else
            @new = remove ? editor.Remove(path, old) : editor.Add(path, old);

        var change = FileChange.Of(path, old, @new);
        if (change.Kind is ChangeKind.Update or ChangeKind.Delete && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            throw InitException.OfFile(path, "The file is read-only. Nothing was changed: make it writable, then run this again.");
        return change;
    }
}
