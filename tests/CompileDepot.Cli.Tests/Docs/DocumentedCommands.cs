using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Tests.Docs;

namespace CompileDepot.Cli.Tests.Docs;

/// <summary>A command line as a page has it, without the comment behind it and what it is piped to.</summary>
internal sealed record DocumentedCommand(string Page, string Line)
{
    public override string ToString() => $"{Page}: {Line}";
}

/// <summary>The command lines of the README and of all pages.</summary>
internal static partial class DocumentedCommands
{
    // What an option may take where a page names it without its value.
    private static readonly string[] Values = ["x", "1", "1GB", "1d"];

    private static readonly CliEnvironment Environment = new(Path.GetTempPath, _ => null, IsTerminal: false, IsErrorTerminal: false, HelpWidth: 100);

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(RepositoryText.PathOf("eng/docs"), "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(RepositoryText.PathOf("."), f)).Order(StringComparer.Ordinal).Prepend("README.md");

    /// <summary>Lines of fenced blocks that begin with <c>compiledepot</c>, <c>dotnet</c> or <c>bash eng/</c>, also behind assignments of variables.</summary>
    public static IReadOnlyList<DocumentedCommand> Fenced { get; } = [.. Pages.SelectMany(p => Fence().Matches(RepositoryText.Read(p)).SelectMany(f => In(f.Groups["text"].Value)).Select(l => new DocumentedCommand(p, l)))];

    /// <summary>Spans in the text that begin with <c>compiledepot</c>; placeholders filled in.</summary>
    public static IReadOnlyList<DocumentedCommand> Spans { get; } =
        [.. Pages.SelectMany(p => Span().Matches(Fence().Replace(RepositoryText.Read(p), "")).Select(m => new DocumentedCommand(p, Filled(Bare(m.Groups["text"].Value.Replace("\\|", "|", StringComparison.Ordinal))))))];

    /// <summary>The commands among the lines of a script.</summary>
    public static IEnumerable<string> In(string script) => script.Split('\n').Select(l => Command().Match(l)).Where(m => m.Success).Select(m => Bare(m.Groups["command"].Value));

    /// <summary>What the tool's parser has against a line that begins with <c>compiledepot</c>; empty: nothing.</summary>
    public static string Complaint(string line)
    {
        var args = Words(line)[1..];
        var parsed = Parse(args);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return "";
        // The name of a command, or of an option: no whole call, and still one that must exist.
        if (args is [.., var name] && name == parsed.CommandResult.Command.Name && parsed.UnmatchedTokens.Count == 0)
            return "";
        if (args is [.., var last] && last.StartsWith('-') && Values.Any(v => Parse([.. args, v]).Errors.Count == 0))
            return "";
        return string.Join(' ', parsed.Errors.Select(e => e.Message));
    }

    /// <summary>The words of a line, as a shell takes it apart; of its quotes only those that our pages use.</summary>
    public static string[] Words(string line) => [.. Word().Matches(line).Select(m => m.Value.Replace("\"", "", StringComparison.Ordinal))];

    private static ParseResult Parse(string[] args) => Cli.Tool(new Report(TextWriter.Null, TextWriter.Null, Environment), Environment).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static string Bare(string line) => Rest().Replace(line, "").Trim();

    // An optional word is there; what a reader puts in is a word that most arguments take.
    private static string Filled(string line) => Ellipsis().Replace(
        Placeholder().Replace(
            line.Replace("<shell>", "bash", StringComparison.Ordinal).Replace("<command>", "status", StringComparison.Ordinal).Replace("[suggest:POSITION]", "(suggest)", StringComparison.Ordinal), "12345678")
            .Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal),
        "").TrimEnd();

    [GeneratedRegex("^[ ]*```[^\\n]*\\n(?<text>.*?)\\n[ ]*```[ ]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<text>compiledepot [^`\\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex("^\\s*(?:[A-Za-z_]+=\\S+ )*(?<command>(?:compiledepot |dotnet |bash eng/).*)$")]
    private static partial Regex Command();

    [GeneratedRegex("\\s+#.*$|\\s+(?:\\||>|&&|;)\\s.*$")]
    private static partial Regex Rest();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\\s*…")]
    private static partial Regex Ellipsis();

    [GeneratedRegex("(?:\"[^\"]*\"|[^\\s\"])+")]
    private static partial Regex Word();
}
