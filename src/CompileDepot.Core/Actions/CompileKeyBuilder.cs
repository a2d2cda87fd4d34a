using CompileDepot.Core.Commands;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Actions;

/// <summary>Turns a compiler's command line into a key: every argument that names a file is replaced by its tokenized path and its content digest. One instance a request.</summary>
public sealed class CompileKeyBuilder
{
    /// <summary>The packages that the F# compiler brings for restoring are no part of the compiler.</summary>
    internal static readonly string[] NoToolchain = ["library-packs"];

    private readonly CompileRequest _request;
    private readonly FileDigester _digester;
    private readonly KeyInputs _inputs;
    private readonly List<CompileOutput> _outputs = [];
    private readonly List<InputFile> _sources = [];
    private readonly List<InputFile> _references = [];
    private string _intermediate = "";
    private bool _readsMappedFiles;

    private CompileKeyBuilder(CompileRequest request, FileDigester digester) => (_request, _digester, _inputs) = (request, digester, new KeyInputs(request.Here, digester));

    /// <summary>Makes the key.</summary>
    /// <exception cref="UncacheableException">The result depends on something that the key can't hold.</exception>
    public static CompileAction Build(CompileRequest request, FileDigester digester) => KeyInputs.Make(() => new CompileKeyBuilder(request, digester).Build());

    private CompileAction Build()
    {
        var responseFiles = new List<string>();
        var arguments = CompilerCommandLine.Parse(_request.Compiler, _request.Arguments, _request.ProjectFolder, responseFiles);
        // First of all, because nothing else is worth its cost then.
        CheckDeterminism(arguments);

        _readsMappedFiles = _request.Compiler == CompilerKind.FSharp || arguments.Exists(a => a.Switch.TrimEnd('+').Equals("embed", StringComparison.OrdinalIgnoreCase));

        _intermediate = arguments.FindLast(a => SwitchTable.Find(_request.Compiler, a.Switch) is { Kind: SwitchKind.OutputFile, Role: OutputRole.Assembly }).Value is { } assembly
            ? Path.GetDirectoryName(Full(CompilerCommandLine.Unquote(assembly)))! + Path.DirectorySeparatorChar
            : "";

        _inputs.Text.Add("task", _request.TaskName);
        AddSurroundings();
        foreach (var (kind, fields) in _request.Facts)
            _inputs.Text.Add(kind, fields);
        foreach (var parameter in _request.Parameters)
        {
            // vbc has no switch for it: its task moves the file there.
            if (_request.Compiler == CompilerKind.VisualBasic && parameter.Key.Equals("PdbFile", StringComparison.OrdinalIgnoreCase))
            {
                AddOutput(OutputRole.Pdb, parameter.Value.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase) ? parameter.Value : parameter.Value + ".pdb", "");
                continue;
            }
            _inputs.Text.Add("parameter", parameter.Key, _request.Tokens.TokenizeText(parameter.Value));
            AddFilesNamedBy(parameter.Value);
        }
        AddToolchain();
        foreach (var argument in arguments)
            Add(argument);
        // Their arguments are in the text already; they are inputs all the same, and must not change while the compiler reads them.
        foreach (var path in responseFiles)
            _inputs.AddUntold(path);

        AddImpliedOutputs(arguments);
        return _inputs.ToAction(_outputs) with { Constants = _request.Compiler == CompilerKind.CSharp ? new ConstantInputs(_sources, _references) : null };
    }

    private void AddImpliedOutputs(List<CompilerArgument> arguments)
    {
        // The last one counts, as the compilers read them.
        var assembly = _outputs.FindLast(o => o.Role == OutputRole.Assembly).Path ?? throw new UncacheableException(UncacheableReason.OutputPathUnknown);
        if (!_outputs.Exists(o => o.Role == OutputRole.Pdb))
            _outputs.Add(new CompileOutput(OutputRole.Pdb, Path.ChangeExtension(assembly, ".pdb")));
        // Visual Basic's "/doc+" names no file.
        if (_request.Compiler == CompilerKind.VisualBasic && arguments.Exists(a => a.Value is null && a.Switch.TrimEnd('+').Equals("doc", StringComparison.OrdinalIgnoreCase)))
            _outputs.Add(new CompileOutput(OutputRole.Documentation, Path.ChangeExtension(assembly, ".xml")));
    }

    private void CheckDeterminism(List<CompilerArgument> arguments)
    {
        // The last one counts, as the compilers read them.
        var last = arguments.FindLast(a => a.Switch.TrimEnd('+', '-').Equals("deterministic", StringComparison.OrdinalIgnoreCase)).Switch;
        if (last is not null && !last.EndsWith('-'))
            return;
        var wildcard = arguments.Where(a => a.IsSource).Select(a => _digester.TryDigest(Full(a.Text))).FirstOrDefault(f => f?.Traits.HasWildcardVersion == true);
        throw wildcard is null
            ? new UncacheableException(UncacheableReason.NotDeterministic)
            : new UncacheableException(UncacheableReason.WildcardVersion, wildcard.Path);
    }

    private void AddSurroundings()
    {
        Surroundings.Write(_inputs.Text);
        foreach (var name in CompilerEnvironment.Names(_request.Compiler == CompilerKind.FSharp))
            _inputs.Text.Add(CompilerEnvironment.Kind, name, _request.Tokens.TokenizeText(Environment.GetEnvironmentVariable(name) ?? ""));
    }

    private void AddToolchain()
    {
        foreach (var path in _request.Toolchain)
        {
            if (File.Exists(path))
                AddFile("toolchain", path);
            else if (Directory.Exists(path))
                _inputs.AddFolder("toolchain", path, NoToolchain);
            else
                throw new UncacheableException(UncacheableReason.ToolchainUnknown, path);
        }
    }

    private void Add(CompilerArgument argument)
    {
        if (argument.IsSource)
        {
            AddSource(Full(CompilerCommandLine.Unquote(argument.Text)));
            return;
        }
        var rule = SwitchTable.Find(_request.Compiler, argument.Switch);
        if ((rule.Kind == SwitchKind.Uncacheable && !argument.Switch.EndsWith('-')) || WritesKeyFile(argument))
            throw new UncacheableException(UncacheableReason.UncacheableSwitch, argument.Text);
        if (argument.Value is not { Length: > 0 } value)
        {
            if (rule.Kind != SwitchKind.Ignored)
                _inputs.Text.Add("option", _request.Tokens.TokenizeText(argument.Text));
            return;
        }
        AddSwitch(argument, rule, value);
    }

    // A file beside the assembly with all that it was made from, for people who look for differences between two compiles: they want these to run.
    private static bool WritesKeyFile(CompilerArgument argument) =>
        argument.Switch.Equals("features", StringComparison.OrdinalIgnoreCase) && argument.Value?.Contains("debug-determinism", StringComparison.OrdinalIgnoreCase) == true;

    private void AddSwitch(CompilerArgument argument, SwitchRule rule, string value)
    {
        switch (rule.Kind)
        {
            case SwitchKind.Ignored:
                break;
            case SwitchKind.InputFiles:
                AddFiles("input", argument.Switch, value);
                break;
            case SwitchKind.Reference:
                AddReference(argument.Switch, value);
                break;
            case SwitchKind.Resource:
                AddResource(argument.Switch, value);
                break;
            case SwitchKind.Analyzer:
                AddAnalyzer(value);
                break;
            case SwitchKind.RuleSet:
                AddRuleSet(Full(CompilerCommandLine.Unquote(value)));
                break;
            case SwitchKind.RootedText:
                AddFile("input", Full(CompilerCommandLine.Unquote(value)), argument.Switch);
                break;
            case SwitchKind.AssemblyFolder:
                // The folder's content may be in the text already, for another reason.
                _inputs.Text.Add("option", _request.Tokens.TokenizeText(argument.Text));
                _inputs.AddAssemblies(Full(CompilerCommandLine.Unquote(value)));
                break;
            case SwitchKind.OutputFile or SwitchKind.OutputFolder:
                AddOutput(rule.Role, CompilerCommandLine.Unquote(value), "");
                break;
            case SwitchKind.ErrorLog:
                // Quotes protect no separator here: the compiler removes them first.
                var log = CompilerCommandLine.Unquote(value);
                var end = log.AsSpan().IndexOfAny(',', ';');
                AddOutput(rule.Role, end < 0 ? log : log[..end], end < 0 ? "" : log[end..]);
                break;
            case SwitchKind.Option:
                _inputs.Text.Add("option", _request.Tokens.TokenizeText(argument.Text));
                // What is mapped above the root leaves the root's own folder in the outputs, where it is not found.
                if (argument.Switch.Equals("pathmap", StringComparison.OrdinalIgnoreCase) && _request.Tokens.Resolve("{root}") is { } root && MapsAbove(root, CompilerCommandLine.Unquote(value)))
                    _inputs.Text.Add("option", "pathmap above " + root);
                AddFilesNamedBy(value);
                break;
            default:
                _inputs.Text.Add("option", _request.Tokens.TokenizeText(argument.Text));
                break;
        }
    }

    private void AddSource(string path)
    {
        if (path.EndsWith(".fsx", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".fsscript", StringComparison.OrdinalIgnoreCase))
            throw new UncacheableException(UncacheableReason.UndeclaredInput, $"the script {path} can load other files");
        var file = AddFile("source", path);
        _sources.Add(file);
        AddIncludedDocumentation(file);
    }

    // Searched beside the file first, then from the project's folder; which of the two exists is as much a fact as what it holds. What is included may include more.
    private void AddIncludedDocumentation(InputFile file)
    {
        foreach (var reference in file.Traits.References)
        {
            if (reference.StartsWith(FileTraits.Undeclared))
                throw new UncacheableException(UncacheableReason.UndeclaredInput, $"{reference[1..]} in {file.Path}");
            if (reference.StartsWith(FileTraits.Mapped))
            {
                if (_readsMappedFiles)
                    AddBeside("include", file, reference[1..]);
                // Below the root it would be taken for a path of this place, and follow to another; the source says it as it is.
                else if (Path.IsPathFullyQualified(reference[1..]))
                    _inputs.Text.Add("option", "#line " + _request.Tokens.Tokenize(reference[1..]));
                continue;
            }
            if (reference.Contains("://", StringComparison.Ordinal) || reference.AsSpan().IndexOfAny('\0', '\r', '\n') >= 0)
                throw new UncacheableException(UncacheableReason.UndeclaredInput, $"<include file='{reference}'> in {file.Path}");
            foreach (var included in AddBeside("include", file, reference))
                AddIncludedDocumentation(included);
        }
    }

    private static bool MapsAbove(string root, string maps) => maps.Split(',').Select(m => m.Split('=')[0]).Any(from =>
        from.Length > 0 && Path.TrimEndingDirectorySeparator(from) is var folder && folder.Length < root.Length && root.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private List<InputFile> AddBeside(string kind, InputFile file, string reference) =>
        [.. new[] { Path.GetDirectoryName(file.Path)!, _request.ProjectFolder }
            .Select(folder => Path.GetFullPath(reference, folder))
            .Distinct(StringComparer.Ordinal)
            .Select(path => AddFileOrAbsence(kind, path))
            .OfType<InputFile>()];

    private void AddReference(string name, string value)
    {
        // alias=file; a path may hold "=" too, but no alias holds a separator or a quote.
        var equals = value.IndexOf('=');
        var alias = _request.Compiler == CompilerKind.CSharp && equals > 0 && value.AsSpan(0, equals).IndexOfAny("/\\\".:") < 0 ? value[..equals] : "";
        var rest = alias.Length > 0 ? value[(equals + 1)..] : value;
        foreach (var path in Files(rest))
        {
            var file = AddFile("reference", path, name, alias);
            _references.Add(file);
            if (file.Traits.IsTypeProvider && _request.Compiler == CompilerKind.FSharp)
                throw new UncacheableException(UncacheableReason.UndeclaredInput, $"{path} is an F# type provider, which may read anything");
            foreach (var module in file.Traits.References)
            {
                if (AddFileOrAbsence("reference", Path.Combine(Path.GetDirectoryName(path)!, module)) is { } added)
                    _references.Add(added);
            }
        }
    }

    private void AddResource(string name, string value)
    {
        if (CompilerCommandLine.Split(value, ",") is not [var path, ..])
            throw new UncacheableException(UncacheableReason.InputMissing, value);
        // The whole value once more: in "a.txt,,private" it counts that the part in the middle is empty.
        AddFile("resource", Full(path), name, _request.Tokens.TokenizeText(value));
    }

    private void AddAnalyzer(string value)
    {
        foreach (var path in Files(value))
        {
            AddFile("analyzer", path);
            _inputs.AddAssemblies(Path.GetDirectoryName(path)!);
        }
    }

    private void AddRuleSet(string path)
    {
        var file = AddFile("input", path, "ruleset");
        foreach (var reference in file.Traits.References)
        {
            var included = Path.GetFullPath(System.Environment.ExpandEnvironmentVariables(reference).Replace('\\', Path.DirectorySeparatorChar), Path.GetDirectoryName(path)!);
            if (!File.Exists(included))
                _inputs.AddAbsence(included);
            else if (_inputs.IsNew(included))
                AddRuleSet(included);
        }
    }

    private void AddOutput(OutputRole role, string value, string suffix)
    {
        var path = Full(value);
        _outputs.Add(new CompileOutput(role, path));
        _inputs.Text.Add("output", role.ToString(), _inputs.Token(path), suffix);
    }

    private void AddFiles(string kind, string name, string value)
    {
        foreach (var path in Files(value))
            AddFile(kind, path, name);
    }

    private void AddFilesNamedBy(string value)
    {
        foreach (var part in CompilerCommandLine.Split(value, ",;=").Append(CompilerCommandLine.Unquote(value)).Distinct())
        {
            if (part.Length < 1024 && part.AsSpan().Trim().Length > 0 && !part.Contains('\0') && File.Exists(Full(part)))
                AddFile("input", Full(part));
        }
    }

    private InputFile AddFile(string kind, string path, params ReadOnlySpan<string> fields) => _inputs.Add(kind, path, FormOf(kind, path, fields.Length > 0 ? fields[0] : ""), fields);

    private InputFile? AddFileOrAbsence(string kind, string path) => _inputs.AddIfThere(kind, path, FormOf(kind, path, ""));

    private LocalForm FormOf(string kind, string path, string option) =>
        (kind == "source" || (kind == "input" && option.TrimStart('-').Equals("embed", StringComparison.OrdinalIgnoreCase))) && GeneratedAttributes.Is(path, _intermediate)
            ? LocalForm.StampedText
            : LocalDigester.FormOf(kind, option);

    private string Full(string path) => Path.GetFullPath(path, _request.ProjectFolder);

    // A name with a separator in it comes quoted; without quotes it may still be one file, and if its parts are files too then all of them count.
    private IEnumerable<string> Files(string value)
    {
        var whole = Full(CompilerCommandLine.Unquote(value));
        if (value.AsSpan().IndexOfAny(",;") < 0)
            return [whole];
        var parts = CompilerCommandLine.Split(value, ",;").Select(Full);
        return File.Exists(whole) ? parts.Where(File.Exists).Prepend(whole).Distinct() : parts;
    }
}
