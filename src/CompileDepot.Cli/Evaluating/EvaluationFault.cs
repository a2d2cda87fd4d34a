using System.Runtime.CompilerServices;
using CompileDepot.Core.Settings;
using Microsoft.Build.Exceptions;

namespace CompileDepot.Cli.Evaluating;

/// <summary>What a person can mend where MSBuild can't evaluate a project. <see cref="MSBuildHost"/> has to be in use.</summary>
internal static class EvaluationFault
{
    /// <summary>Evaluates, and tells what MSBuild can't.</summary>
    /// <exception cref="CommandException">CD0112.</exception>
    // Not inlined: its filter names types of MSBuild.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Guard<T>(Func<T> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (Exception e) when (Cause(e) is { } cause)
        {
            throw new CommandException(DiagnosticCodes.EvaluationFailed, cause, e);
        }
    }

    // In MSBuild's words, with its place; a graph gathers what several threads met. Null: the fault is another.
    private static string? Cause(Exception e) => e switch
    {
        InvalidProjectFileException { ProjectFile.Length: > 0 } project => string.Create(null, $"{project.ProjectFile}({project.LineNumber},{project.ColumnNumber}): {project.ErrorCode}: {project.BaseMessage}"),
        InvalidProjectFileException project => project.BaseMessage,
        CircularDependencyException circle => circle.Message,
        AggregateException several => several.Flatten().InnerExceptions.Select(Cause).FirstOrDefault(c => c is not null),
        _ => null,
    };
}
