namespace CompileDepot.Core.Collections;

/// <summary>What is wrong with contributions: an error of the build.</summary>
/// <param name="Code">One of <see cref="Settings.DiagnosticCodes"/>.</param>
/// <param name="File">Full path of the file to mend, or null where it is a project of the tree that the message names.</param>
/// <param name="Line">From 1; 0 where there is none.</param>
public sealed record CollectionProblem(string Code, string Message, string? File = null, int Line = 0);
