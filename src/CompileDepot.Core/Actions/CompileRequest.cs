using CompileDepot.Core.Commands;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Actions;

/// <summary>What a compile task is about to do.</summary>
/// <param name="TaskName"><c>Csc</c>, <c>Vbc</c> or <c>Fsc</c>.</param>
/// <param name="Arguments">The compiler's command line, one argument each.</param>
/// <param name="Parameters">What task parameters say beside the command line; a value that names a file counts with its content.</param>
/// <param name="ProjectFolder">Full path; relative paths start here.</param>
/// <param name="Toolchain">Full paths of the folder that holds the compiler, and of the task's assembly.</param>
public sealed record CompileRequest(
    CompilerKind Compiler,
    string TaskName,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string>> Parameters,
    string ProjectFolder,
    IReadOnlyList<string> Toolchain,
    Locality Here)
{
    public PathTokens Tokens => Here.Tokens;

    /// <summary>What the compile depends on and no file of the project holds, as lines of the key text: those of the file of incremental inputs (see <see cref="IncrementalInputs"/>).</summary>
    public IReadOnlyList<(string Kind, string[] Fields)> Facts { get; init; } = [];
}
