using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests;

/// <summary>A compile task that copies its source to its output: has the parameters that ours asks for, and misbehaves when told to.</summary>
public class FakeCompile : Microsoft.Build.Utilities.Task
{
    [Required]
    public string Source { get; set; } = "";

    [Output]
    public string Output { get; set; } = "";

    /// <summary><c>throw</c>: when asked for the command line; <c>mute</c>: tells none; <c>fail</c>: fails to compile; <c>warn</c>: gives a warning; <c>edit</c>: changes its own input.</summary>
    public string Behaviour { get; set; } = "";

    public bool UseSharedCompilation { get; set; }

    public bool SkipCompilerExecution { get; set; }

    public bool ProvideCommandLineArgs { get; set; }

    [Output]
    public ITaskItem[]? CommandLineArgs { get; set; }

    public override bool Execute()
    {
        if (ProvideCommandLineArgs && Behaviour == "throw")
            throw new InvalidOperationException("on purpose");
        if (ProvideCommandLineArgs && Behaviour != "mute")
            CommandLineArgs = [new TaskItem("/deterministic+"), new TaskItem("/out:" + Output), new TaskItem(Source)];
        return SkipCompilerExecution || Compile();
    }

    private bool Compile()
    {
        File.AppendAllText(Source + ".runs", "x");
        if (Behaviour == "fail")
            return false;
        if (Behaviour == "warn")
            Log.LogWarning(null, "F1", null, Source, 1, 2, 0, 0, "careful");
        File.Copy(Source, Output, overwrite: true);
        if (File.Exists(Source + ".secret"))
            File.AppendAllText(Output, File.ReadAllText(Source + ".secret"));
        if (Behaviour == "edit")
            File.AppendAllText(Source, "// edited");
        return true;
    }
}

/// <summary>A task that never heard of design-time builds.</summary>
public sealed class BareCompile : Microsoft.Build.Utilities.Task
{
    public string Source { get; set; } = "";

    public string Output { get; set; } = "";

    public string Behaviour { get; set; } = "";

    public override bool Execute()
    {
        File.AppendAllText(Source + ".runs", "x");
        File.Copy(Source, Output, overwrite: true);
        return true;
    }
}
