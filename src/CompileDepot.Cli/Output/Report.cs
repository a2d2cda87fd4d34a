using System.Text.Json;
using CompileDepot.Core.Settings;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CompileDepot.Cli.Output;

/// <summary>
/// Where commands write. Text is never taken for markup, and control characters in it (of a file name, say) never reach a terminal. Where no terminal
/// is, or NO_COLOR is set (https://no-color.org), there are no escape sequences and no progress; without a terminal, a table's row is one line, however long.
/// </summary>
internal sealed class Report
{
    // Wide enough that no row is folded.
    private const int Unlimited = 10_000;

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;
    private readonly bool _isErrorTerminal;
    private string? _firstCode;

    public Report(TextWriter output, TextWriter error, CliEnvironment environment)
    {
        (_output, _error, _isErrorTerminal) = (output, error, environment.IsErrorTerminal);
        var isPlain = !environment.IsTerminal || !string.IsNullOrEmpty(environment.Variable("NO_COLOR"));
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (!environment.IsTerminal)
            _console.Profile.Width = Unlimited;
        ShowsProgress = !isPlain && _console.Profile.Capabilities is { Ansi: true, Interactive: true };
    }

    private bool ShowsProgress { get; }

    /// <summary>A line in bold, where colours are allowed.</summary>
    public void Heading(string text) => _console.Write(new Paragraph(Plain(text) + "\n", new Style(decoration: Decoration.Bold)));

    public void Line(string text = "") => _output.WriteLine(Plain(text));

    /// <summary>Writes a text for a program, which has its own line ends and rules, as it is.</summary>
    public void Text(string text) => _output.Write(text);

    public void Json<T>(T value) => _output.WriteLine(JsonSerializer.Serialize(value, JsonForm.Options));

    /// <summary>Writes a table without lines; a column whose name begins with <c>#</c> holds numbers, and is called by the rest.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
        {
            var isNumber = column.StartsWith('#');
            table.AddColumn(new TableColumn(Cell(column.TrimStart('#'), new Style(decoration: Decoration.Bold)))
            {
                Alignment = isNumber ? Justify.Right : Justify.Left,
                NoWrap = isNumber,
                Padding = new Padding(0, 0, 2, 0),
            });
        }
        foreach (var row in rows)
            table.AddRow(row.Select(IRenderable (text) => Cell(text, Style.Plain)));
        _console.Write(table);
    }

    /// <summary>Runs work, under a bar where a person watches.</summary>
    /// <param name="work">Gets what to call with (done, in all), from any thread.</param>
    public T Progress<T>(string name, bool isQuiet, Func<Action<int, int>?, T> work)
    {
        if (!ShowsProgress || isQuiet)
            return work(null);
        return _console.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(Plain(name)));
            return work((done, all) =>
            {
                task.MaxValue = all;
                task.Value = done;
            });
        });
    }

    public void Warning(string code, string message) => _error.WriteLine($"warning {code}: {Plain(message)}");

    public void Error(string code, string message)
    {
        _firstCode ??= code;
        _error.WriteLine($"error {code}: {Plain(message)}");
    }

    /// <summary>Says once where more is written about the first error; only to a person: scripts know what they look for. Wrong usage has a hint of its own.</summary>
    public void HintAtHelp()
    {
        if (_isErrorTerminal && _firstCode is not null and not DiagnosticCodes.WrongUsage)
            Hint($"'compiledepot help {_firstCode}' says why, and what to do.");
    }

    /// <summary>Writes an error.</summary>
    /// <returns><see cref="ExitCode.FoundWrong"/>.</returns>
    public int Fail(string code, string message)
    {
        Error(code, message);
        return ExitCode.FoundWrong;
    }

    public void Hint(string text) => _error.WriteLine(Plain(text));

    private static Text Cell(string text, Style style) => new(Plain(text), style);

    private static string Plain(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.ReplaceLineEndings("\n").Select(c => IsUnsafe(c) ? '\uFFFD' : c)) : text;

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
