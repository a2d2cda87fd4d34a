using System.CommandLine;
using System.Globalization;

namespace CompileDepot.Cli.Completion;

/// <summary>
/// What a shell's script asks the tool: <c>[suggest:POSITION] "line"</c>, or <c>[suggest]</c> where the position is the end. It is the directive of System.CommandLine, whose own is for root commands
/// alone. The answer is one candidate a line; a question that is not understood has none, since a person is in the middle of writing.
/// </summary>
internal static class Suggestion
{
    private const string Start = "[suggest";

    public static bool IsAsked(IReadOnlyList<string> args) => args is [['[', ..] first, ..] && first.StartsWith(Start, StringComparison.Ordinal) && first.EndsWith(']');

    /// <param name="args">With <see cref="IsAsked"/>.</param>
    public static int Answer(Command tool, IReadOnlyList<string> args, TextWriter output, ParserConfiguration configuration)
    {
        var line = args.Count > 1 ? args[1] : "";
        var position = Position(args[0], line.Length);
        // What stands behind the cursor says nothing of the word at it.
        var before = line[..position];
        var parsed = tool.Parse(before, configuration);
        // A word that is not understood, and is not the one that is being written: nobody knows what may follow.
        var isWriting = before.Length > 0 && !char.IsWhiteSpace(before[^1]);
        if (parsed.UnmatchedTokens.Count > (isWriting ? 1 : 0))
            return ExitCode.Done;
        foreach (var candidate in parsed.GetCompletions(position).Select(c => c.InsertText ?? c.Label).Distinct())
            output.WriteLine(candidate);
        return ExitCode.Done;
    }

    private static int Position(string directive, int length) =>
        directive[Start.Length..^1] is [':', .. var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? Math.Min(position, length) : length;
}
