using System.Text;

namespace CompileDepot.Core.Steps;

/// <summary>
/// The words of a shell's command line, as far as they can be told without running it: which words begin a command, and so name programs, and which are arguments. It is no shell: what needs one
/// (variables in the place of a program, loops, functions) has no answer here, and a step that needs it is not cached.
/// </summary>
/// <param name="Programs">The first word of each command, with its arguments.</param>
/// <param name="Redirected">What commands are redirected to or from: words that may name files, and that no command is told. (An input counts with its content, an output is declared.)</param>
/// <param name="Assigned">Values that variables are given before a command: words that may name files, and that no command is told.</param>
/// <param name="Unclear">The first word that may run what nobody can tell; null where there is none.</param>
public sealed record CommandWords(IReadOnlyList<IReadOnlyList<string>> Programs, IReadOnlyList<string> Redirected, IReadOnlyList<string> Assigned, string? Unclear)
{
    // What the shell does itself, and nothing else: no program of these names has to be there.
    private static readonly HashSet<string> BuiltIns = new(StringComparer.Ordinal)
    {
        ":", "[", "break", "continue", "echo", "exit", "export", "false", "printf", "pwd", "read", "return", "set", "shift", "test", "times", "true", "umask", "unset", "wait",
        "fi", "done", "}",
    };

    // A command follows.
    private static readonly HashSet<string> Prefixes = new(StringComparer.Ordinal) { "!", "{", "if", "then", "else", "elif", "while", "until", "do", "time", "exec", "command", "nohup" };

    // They run what their own words say, or move to where other words mean other files.
    private static readonly HashSet<string> Languages = new(StringComparer.Ordinal)
    {
        "for", "case", "select", "function", "eval", ".", "source", "alias", "trap", "cd", "pushd", "popd", "env", "xargs", "sudo", "nice", "timeout", "stdbuf", "setsid", "parallel",
    };

    // What cmd.exe does itself.
    private static readonly HashSet<string> CmdBuiltIns = new(StringComparer.OrdinalIgnoreCase) { "copy", "del", "echo", "erase", "exit", "md", "mkdir", "move", "rd", "rem", "ren", "rmdir", "set", "setlocal", "endlocal", "type" };
    private static readonly HashSet<string> CmdLanguages = new(StringComparer.OrdinalIgnoreCase) { "call", "cd", "chdir", "pushd", "popd", "for", "goto", "if", "start" };

    /// <param name="isCmd">The rules of cmd.exe in the place of those of a POSIX shell.</param>
    public static CommandWords Of(string command, bool isCmd)
    {
        var programs = new List<IReadOnlyList<string>>();
        var redirected = new List<string>();
        var assigned = new List<string>();
        string? unclear = null;
        foreach (var all in Commands(command, isCmd, ref unclear))
        {
            var words = all.FindAll(w => w.Redirection == Redirection.None);
            redirected.AddRange(all.Where(w => w.Redirection != Redirection.None).Select(w => w.Text));
            var start = 0;
            while (start < words.Count && (IsAssignment(words[start].Text) || (!isCmd && !words[start].IsQuoted && Prefixes.Contains(words[start].Text))))
                start++;
            assigned.AddRange(words.Take(start).Where(w => IsAssignment(w.Text)).Select(w => w.Text[(w.Text.IndexOf('=') + 1)..]));
            if (start == words.Count)
                continue;
            var (first, _, isOpen, _) = words[start];
            var name = NameOf(first, isCmd);
            // A prefix is passed over above, unless it is quoted or a path: then it is a program that runs another.
            if (isOpen || (isCmd ? CmdLanguages.Contains(name) : Languages.Contains(name) || Prefixes.Contains(name)))
                unclear ??= first;
            // What a shell runs that is told no script is in its words; where PATH changes, names lead elsewhere.
            if (ShellCall.IsShell(name))
            {
                var arguments = words.GetRange(start + 1, words.Count - start - 1);
                var script = ShellCall.Script(name, arguments.ConvertAll(a => a.Text));
                if (script < 0 || (script < arguments.Count ? arguments[script].IsOpen : !IsGivenAFile(all)))
                    unclear ??= string.Join(' ', new[] { first }.Concat(arguments.Take(1 + Math.Max(script, 0)).Select(a => a.Text)));
            }
            unclear ??= words.FirstOrDefault(w => w.Text.StartsWith("PATH=", isCmd ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)).Text;
            IReadOnlyList<string> line = [.. words.Skip(start).Select(w => w.Text)];
            // The words of what the shell does itself may name files all the same.
            programs.Add((isCmd ? CmdBuiltIns : BuiltIns).Contains(first) ? ["", .. line.Skip(1)] : line);
        }
        return new CommandWords(programs, redirected, assigned, unclear);
    }

    // Whether standard input is a file, and the words say which. Of several the last is it; all count with their content.
    private static bool IsGivenAFile(List<Word> words) =>
        words.Exists(w => w.Redirection == Redirection.Input) && !words.Exists(w => w.Redirection == Redirection.Other || (w.Redirection == Redirection.Input && w.IsOpen));

    // "/usr/bin/env" and "C:\bin\Bash.EXE" are what their names say.
    private static string NameOf(string program, bool isCmd)
    {
        var name = program[(program.AsSpan().LastIndexOfAny(isCmd ? "/\\" : "/") + 1)..];
        name = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        return isCmd ? name.ToLowerInvariant() : name;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=');
        return equals > 0 && !char.IsAsciiDigit(word[0]) && word[..equals].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    private static List<List<Word>> Commands(string command, bool isCmd, ref string? unclear)
    {
        var commands = new List<List<Word>> { new() };
        var text = new StringBuilder();
        var (isWord, isQuoted, isOpen, quote, redirection) = (false, false, false, '\0', Redirection.None);
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (quote != '\0')
            {
                if (c == quote)
                    quote = '\0';
                else if (c == '\\' && quote == '"' && !isCmd && i + 1 < command.Length && (command[i + 1] is '"' or '\\' or '$' or '`'))
                    text.Append(command[++i]);
                else
                    Take(c, quote != '\'', ref unclear);
                continue;
            }
            switch (c)
            {
                case '"' or '\'' when c == '"' || !isCmd:
                    (quote, isWord, isQuoted) = (c, true, true);
                    break;
                case '\\' when !isCmd && i + 1 < command.Length:
                    if (command[++i] == '\n')
                        break;
                    (isWord, isQuoted) = (true, true);
                    text.Append(command[i]);
                    break;
                case '#' when !isCmd && !isWord:
                    while (i + 1 < command.Length && command[i + 1] != '\n')
                        i++;
                    break;
                case ' ' or '\t':
                    End();
                    break;
                case '<' or '>':
                    var (descriptor, next) = ('0', i + 1 < command.Length ? command[i + 1] : '\0');
                    if (c == '<' && next == '<')
                        unclear ??= "<<";
                    if (isWord && !isQuoted && text.Length == 1 && char.IsAsciiDigit(text[0]))
                        (isWord, descriptor, _) = (false, text[0], text.Clear());
                    End();
                    redirection = c == '>' ? Redirection.Output : next != '&' && descriptor == '0' ? Redirection.Input : Redirection.Other;
                    if (next is '&' or '>' || (c == '>' && next == '|'))
                        i++;
                    break;
                case '(' when !isCmd && text.Length > 0 && text[^1] == '$':
                    Take(c, mayExpand: true, ref unclear);
                    break;
                case '\n' or '\r' or ';' or '|' or '&' or '(' or ')':
                    End();
                    redirection = Redirection.None;
                    commands.Add([]);
                    break;
                default:
                    isWord = true;
                    Take(c, mayExpand: true, ref unclear);
                    break;
            }
        }
        if (quote != '\0')
            unclear ??= quote.ToString();
        End();
        return commands;

        void Take(char c, bool mayExpand, ref string? unclear)
        {
            // What a substitution runs nobody sees.
            if (mayExpand && !isCmd && (c == '`' || (c == '(' && text.Length > 0 && text[^1] == '$')))
                unclear ??= text + c.ToString();
            isOpen |= mayExpand && (isCmd ? c == '%' : c == '$');
            text.Append(c);
        }

        void End()
        {
            if (isWord)
            {
                commands[^1].Add(new Word(text.ToString(), isQuoted, isOpen, redirection));
                redirection = Redirection.None;
            }
            (isWord, isQuoted, isOpen, _) = (false, false, false, text.Clear());
        }
    }

    private readonly record struct Word(string Text, bool IsQuoted, bool IsOpen, Redirection Redirection);

    private enum Redirection
    {
        None,

        /// <summary>A file is standard input.</summary>
        Input,

        /// <summary>What is written goes there.</summary>
        Output,

        /// <summary>Another descriptor is read, or standard input is another descriptor.</summary>
        Other,
    }
}
