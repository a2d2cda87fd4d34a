using CompileDepot.Core.Builds;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Tasks.Actions;

/// <summary>What the SDK's targets tell the task factory about a project: <c>Name=Value</c> lines in the body of <c>UsingTask</c>, where MSBuild has put values for properties.</summary>
public sealed class ActionSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private ActionSettings()
    {
    }

    public string TaskAssembly => this["TaskAssembly"];

    public string TaskType => this["TaskType"];

    public CompilerKind Compiler => Enum.TryParse<CompilerKind>(this["Compiler"], out var kind) ? kind : CompilerKind.CSharp;

    public string ProjectFile => this["ProjectFile"];

    public string ProjectFolder => Path.GetDirectoryName(ProjectFile) ?? "";

    /// <summary>Full path of the file of incremental inputs; empty where there is none. The .NET SDK writes <c>obj\</c> everywhere; MSBuild corrects it for tasks, and not in the body that these lines come from.</summary>
    public string InputsFile => this["InputsFile"] is { Length: > 0 } path ? MSBuildPath.Full(path, ProjectFolder) : "";

    /// <summary>Which project of which tree it is.</summary>
    public ProjectIdentity Identity(string root) => new(root, Tokens(root).Tokenize(ProjectFile), this["TargetFramework"], this["Configuration"]);

    /// <summary>What a compile is called in records: the task, and for any but the project's own assembly (say, a satellite) what it makes: <c>Csc de/Lib.resources.dll</c>.</summary>
    public string Step(string task, string assembly) =>
        Path.GetFileName(assembly) is var name && name == this["TargetFileName"] ? task : $"{task} {Path.GetFileName(Path.GetDirectoryName(assembly))}/{name}";

    /// <summary>Whether this is a build at all, and not an editor asking what a build would do.</summary>
    public bool IsDesignTime => this["DesignTimeBuild"].Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the environment is closed: what the compiler reads must be declared.</summary>
    public bool IsClosed => this["Closed"].Equals("true", StringComparison.OrdinalIgnoreCase);

    public DepotSettings Depot => DepotSettings.Parse(DepotProperties.From(name => this[name]), ProjectFolder);

    /// <summary>The value of a line; empty where there is none.</summary>
    private string this[string name] => _values.GetValueOrDefault(name, "");

    /// <param name="body">The inner XML of the <c>Task</c> element. Values come unescaped from XML's view and escaped in MSBuild's.</param>
    public static ActionSettings Parse(string body)
    {
        var settings = new ActionSettings();
        foreach (var (name, value) in Lines(body))
            settings._values[name] = value;
        return settings;
    }

    /// <summary>The lines of a body, in their order. One that does not say <c>Name=Value</c> has no name and is all value.</summary>
    internal static IEnumerable<(string Name, string Value)> Lines(string body) => body.Split('\n')
        .Where(line => !string.IsNullOrWhiteSpace(line))
        .Select(line => line.Split('=', 2))
        .Select(parts => (parts.Length == 2 ? parts[0].Trim() : "", Uri.UnescapeDataString(parts[^1].Trim())));

    /// <summary>The roots whose paths are no part of a key.</summary>
    public PathTokens Tokens(string root) => PathTokens.Of(root, this["NuGetPackageRoot"], this["DotNetRoot"]);
}
