using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;

namespace CompileDepot.Tasks.Steps;

/// <summary>
/// What somebody says of a task, so that its runs can be kept: the lines <c>Name=Value</c> in the body of <c>UsingTask</c>. A parameter that no line names counts by its value.
/// <code>
/// AssemblyFile          the task's assembly
/// TaskType              the full name of its class; unless said, the TaskName of the UsingTask
/// Inputs                parameters that name files and folders which are read
/// Outputs               parameters that name files which are written, or, with a separator at the end, folders
/// Ignored               parameters that change nothing in the result
/// EnvironmentVariables  names of variables that the task reads
/// </code>
/// </summary>
internal sealed record StepProfile(string TaskType, string AssemblyFile, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<string> Ignored, IReadOnlyList<string> Variables)
{
    private static readonly string[] Names = [nameof(AssemblyFile), nameof(TaskType), nameof(Inputs), nameof(Outputs), nameof(Ignored), "EnvironmentVariables"];

    // What $(CompileDepotTaskSettings) brings.
    private static readonly string[] OfProject = ["ProjectFile", "TargetFramework", "TargetFileName", "Configuration", "InputsFile", "DesignTimeBuild", "Closed", "NuGetPackageRoot", "DotNetRoot", .. DepotProperties.Names];

    /// <summary>Of our own task.</summary>
    public static StepProfile Exec { get; } = new(
        typeof(CachedExec).FullName!,
        typeof(CachedExec).Assembly.Location,
        [nameof(CachedExec.Inputs)],
        [nameof(CachedExec.Outputs)],
        [nameof(CachedExec.Timeout), nameof(CachedExec.YieldDuringToolExecution)],
        []);

    public bool IsExec => TaskType == Exec.TaskType;

    /// <param name="taskName">The <c>TaskName</c> of the <c>UsingTask</c>.</param>
    /// <exception cref="SettingsException">CD0081: a line says nothing that is known, or one is missing.</exception>
    public static StepProfile Parse(string taskName, string body)
    {
        if (taskName is nameof(CachedExec))
            return Exec;
        var lines = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ActionSettings.Lines(body))
        {
            if (OfProject.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            if (name.Length == 0)
                throw Bad(taskName, $"has the line '{value}', which is no Name=Value; a value stands on one line");
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase) || !lines.TryAdd(name, value))
                throw Bad(taskName, $"has the line '{name}', which is {(lines.ContainsKey(name) ? "there twice" : $"none of {string.Join(", ", Names)}")}");
        }
        if (!ActionSettings.Lines(body).Any(l => l.Name == "ProjectFile"))
            throw Bad(taskName, "has no line $(CompileDepotTaskSettings)");
        var assembly = lines.GetValueOrDefault(nameof(AssemblyFile), "");
        if (assembly.Length == 0)
            throw Bad(taskName, "names no AssemblyFile");
        return new StepProfile(
            lines.GetValueOrDefault(nameof(TaskType), "") is { Length: > 0 } type ? type : taskName,
            MSBuildPath.Full(assembly, Path.GetDirectoryName(ActionSettings.Parse(body).ProjectFile) ?? ""),
            List(nameof(Inputs)),
            List(nameof(Outputs)),
            List(nameof(Ignored)),
            List("EnvironmentVariables"));

        string[] List(string name) => lines.GetValueOrDefault(name, "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Loads the task, and checks that it has what the profile says.</summary>
    /// <exception cref="SettingsException">CD0080 or CD0081.</exception>
    public InnerTaskType Load(string taskName)
    {
        var type = LoadType(taskName);
        if (Inputs.Concat(Outputs).Concat(Ignored).FirstOrDefault(p => !type.Parameters.Any(t => t.Name.Equals(p, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            throw new SettingsException(DiagnosticCodes.UnknownParameter, $"The profile of {taskName} names the parameter '{unknown}', and the task has none of that name. It has {string.Join(", ", type.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal))}.");
        return type;
    }

    private InnerTaskType LoadType(string taskName)
    {
        try
        {
            return InnerTaskType.Get(AssemblyFile, TaskType);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or UnauthorizedAccessException or InvalidCastException)
        {
            throw Bad(taskName, $"leads to a task that can't be loaded: {e.Message}");
        }
    }

    private static SettingsException Bad(string taskName, string what) => new(DiagnosticCodes.BadProfile, $"The profile of {taskName} {what}.");
}
