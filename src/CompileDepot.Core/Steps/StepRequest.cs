using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Steps;

/// <summary>What a step of the project's own is about to do.</summary>
/// <param name="Name">The task: <c>Exec</c>, <c>Acme.Tasks.Shout</c>.</param>
/// <param name="Parameters">What the task is told, in a fixed order: the parameter's name, then what it says.</param>
/// <param name="Folder">Full path; relative paths start here.</param>
public sealed record StepRequest(string Name, IReadOnlyList<IReadOnlyList<string>> Parameters, string Folder, Locality Here)
{
    /// <summary>Full paths of files and folders that are read.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Full paths of files that are written; of folders, where they end with a separator.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Names of environment variables that the step sees and that may be others elsewhere.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>A command line that is run; null where none is.</summary>
    public string? Command { get; init; }

    /// <summary>The search path for programs; null: that of this process.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Full paths of assemblies that run in this process, and load others from beside them.</summary>
    public IReadOnlyList<string> Assemblies { get; init; } = [];

    public PathTokens Tokens => Here.Tokens;
}
