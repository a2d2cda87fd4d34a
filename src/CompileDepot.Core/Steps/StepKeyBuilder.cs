using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Steps;

/// <summary>
/// Turns what a step is told into a key: programs and declared inputs by content, variables by digest, all else as it is said, with tokens for the roots. Words of a command that name files count as
/// declared. One instance a request.
/// </summary>
public sealed class StepKeyBuilder
{
    /// <summary>The kind of line that holds an environment variable's name and a digest of its value: it may be a secret, and key texts are stored.</summary>
    internal const string Variable = "variable";

    // What the host reads beside an assembly that is a program.
    private static readonly string[] Settings = [".deps.json", ".runtimeconfig.json"];

    private readonly StepRequest _request;
    private readonly FileDigester _digester;
    private readonly KeyInputs _inputs;
    private readonly List<string> _programs = [];
    private readonly List<CompileOutput> _outputs;

    private StepKeyBuilder(StepRequest request, FileDigester digester)
    {
        (_request, _digester, _inputs) = (request, digester, new KeyInputs(request.Here, digester));
        _outputs = [.. request.Outputs.Select(o => Path.EndsInDirectorySeparator(o) ? new CompileOutput(OutputRole.StepFolder, Path.TrimEndingDirectorySeparator(o)) : new CompileOutput(OutputRole.StepFile, o)).Distinct()];
    }

    /// <summary>Makes the key.</summary>
    /// <exception cref="UncacheableException">The result depends on something that the key can't hold.</exception>
    public static CompileAction Build(StepRequest request, FileDigester digester) => KeyInputs.Make(() => new StepKeyBuilder(request, digester).Build());

    /// <summary>What the key text says of a variable's value here and now; <c>-</c> where it is not set.</summary>
    internal static string Seal(string name, PathTokens tokens) =>
        Environment.GetEnvironmentVariable(name) is { } value ? Seal(tokens.TokenizeText(value)) : "-";

    /// <summary>A value that may be a secret.</summary>
    public static string Seal(string value) => ContentDigest.Of(Encoding.UTF8.GetBytes(value)).ToString();

    private CompileAction Build()
    {
        _inputs.Text.Add("task", _request.Name);
        Surroundings.Write(_inputs.Text);
        foreach (var variable in _request.Variables.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            _inputs.Text.Add(Variable, variable, Seal(variable, _request.Tokens));
        foreach (var parameter in _request.Parameters)
            _inputs.Text.Add("parameter", [parameter[0], .. parameter.Skip(1).Select(_request.Tokens.TokenizeText)]);
        foreach (var assembly in _request.Assemblies)
            AddAssembly(assembly);
        // Before the command's words: of a declared input that is a folder or is not there, a word that names it would say less.
        foreach (var path in _request.Inputs)
            AddInput(path);
        if (_request.Command is { } command)
            AddCommand(CommandWords.Of(command, OperatingSystem.IsWindows()));
        foreach (var output in _outputs)
            _inputs.Text.Add("output", output.Role.ToString(), _inputs.Token(output.Path));
        return _inputs.ToAction(_outputs) with { WritesAll = true, Programs = _programs };
    }

    private void AddCommand(CommandWords words)
    {
        if (words.Unclear is { } unclear)
            throw new UncacheableException(UncacheableReason.ToolUnknown, unclear);
        AddProgram(OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh");
        foreach (var program in words.Programs)
        {
            if (program[0].Length > 0)
                AddProgram(program[0]);
            if (Path.GetFileNameWithoutExtension(program[0]).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
                AddDotNetTool(DotNetTool.Of(program, _request.Folder, _request.Tokens.Resolve("{nuget}")));
            foreach (var word in program.Skip(1))
                AddFileNamedBy(word);
        }
        foreach (var word in words.Redirected.Concat(words.Assigned).Concat(words.Assigned.SelectMany(a => a.Split(Path.PathSeparator))))
            AddFileNamedBy(word);
    }

    private void AddProgram(string word)
    {
        foreach (var (name, path) in ToolLocator.Find(word, _request.Folder, _request.SearchPath))
        {
            _programs.Add(path);
            AddTool(name, path);
            // The starter of a .NET program runs the assembly beside it.
            if (Path.ChangeExtension(path, ".dll") is var assembly && assembly != path && File.Exists(assembly) && File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json")))
                AddAssembly(assembly);
        }
    }

    private void AddDotNetTool(DotNetTool tool)
    {
        if (tool.Assembly is { } assembly)
            AddAssembly(assembly);
        if (tool.Package is { } package)
            AddFolder(package);
    }

    private void AddAssembly(string path)
    {
        AddTool(path, path);
        foreach (var settings in Settings.Select(e => Path.ChangeExtension(path, e)))
            _inputs.AddIfThere("input", settings, LocalForm.Content);
        _inputs.AddAssemblies(Path.GetDirectoryName(path)!);
    }

    private void AddTool(string name, string path)
    {
        if (_inputs.IsNew("tool " + name))
            _inputs.Add("tool", path, LocalForm.Assembly, name: name.Contains(Path.DirectorySeparatorChar) ? _inputs.Token(name) : name);
    }

    private void AddInput(string path)
    {
        if (!File.Exists(path) && Directory.Exists(path))
            AddFolder(Path.TrimEndingDirectorySeparator(path));
        else if (_inputs.IsNew(path))
            _inputs.Add("input", path, LocalForm.Content);
    }

    private void AddFolder(string path)
    {
        if (_inputs.IsNew(path))
            _inputs.AddFolder("folder", path, []);
    }

    // "--from=a.txt" names a file, too. An output is none of the inputs, whatever lies in its place.
    private void AddFileNamedBy(string word)
    {
        foreach (var part in new[] { word, word[(word.IndexOf('=') + 1)..], word.StartsWith('@') ? word[1..] : word }.Distinct())
        {
            if (part.Length is 0 or > 1024 || part.Contains('\0'))
                continue;
            var path = Path.GetFullPath(part, _request.Folder);
            if (_outputs.Exists(o => o.Covers(path)))
                continue;
            if (File.Exists(path))
            {
                if (_digester.TryDigest(path) is not null)
                    AddInput(path);
            }
            else if (MayNameFile(part, path))
            {
                _inputs.AddAbsence(path);
            }
        }
    }

    // Most words name none. Where one would lie that leads out of the root by ".." is another matter in each checkout.
    private bool MayNameFile(string word, string path) =>
        word[0] is not ('-' or '@')
        && !Path.EndsInDirectorySeparator(word)
        && (word.Contains('/') || word.Contains(Path.DirectorySeparatorChar) || Path.HasExtension(word))
        && (Path.IsPathFullyQualified(word) || _inputs.Token(path).StartsWith(PathTokens.InRoot, StringComparison.Ordinal));
}
