using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;

namespace CompileDepot.Cli.Preferences;

/// <summary>What is wrong in files of preferences and declarations, as the tool says it.</summary>
internal static class ShownProblems
{
    /// <returns><see cref="ExitCode.FoundWrong"/> where an error is among them.</returns>
    public static int Write(Report report, IEnumerable<PreferenceProblem> problems)
    {
        var code = ExitCode.Done;
        foreach (var problem in problems.Distinct())
        {
            if (problem.IsError)
                code = report.Fail(problem.Code, Sentence(problem));
            else
                report.Warning(problem.Code, Sentence(problem));
        }
        return code;
    }

    /// <summary>The message with its place.</summary>
    public static string Sentence(PreferenceProblem problem) =>
        $"{problem.File}{(problem.Position.Line > 0 ? $"({problem.Position.Line},{problem.Position.Column})" : "")}: {problem.Message}";
}
