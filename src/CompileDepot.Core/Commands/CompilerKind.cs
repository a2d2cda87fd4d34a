namespace CompileDepot.Core.Commands;

/// <summary>Whose command line it is. The first two share one grammar.</summary>
public enum CompilerKind
{
    CSharp,
    VisualBasic,
    FSharp,
}
