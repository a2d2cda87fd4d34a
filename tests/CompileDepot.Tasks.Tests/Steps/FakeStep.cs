using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Tests.Steps;

/// <summary>A task of somebody else's that copies files, gives values, and misbehaves when told to.</summary>
public sealed class FakeStep : Microsoft.Build.Utilities.Task
{
    public ITaskItem[] Sources { get; set; } = [];

    public string Destination { get; set; } = "";

    public string Text { get; set; } = "";

    public int Loudness { get; set; }

    public string[] EnvironmentVariables { get; set; } = [];

    /// <summary><c>fail</c>, <c>error</c> (and says that all is well), <c>forget</c> its output, <c>build</c> another project, <c>edit</c> its input.</summary>
    public string Behaviour { get; set; } = "";

    [Output]
    public ITaskItem[] Given { get; set; } = [];

    [Output]
    public int Count { get; set; }

    public override bool Execute()
    {
        File.AppendAllText(Sources[0].ItemSpec + ".runs", "x");
        if (Behaviour == "fail")
            return false;
        if (Behaviour == "error")
            Log.LogError(null, "S2", null, Sources[0].ItemSpec, 1, 2, 0, 0, "not well");
        if (Behaviour == "build")
            BuildEngine.BuildProjectFile("other.proj", [], null, null);
        if (Behaviour != "forget" && Destination.Length > 0)
            File.WriteAllText(Destination.EndsWith('/') ? Path.Combine(Directory.CreateDirectory(Destination).FullName, File.ReadAllText(Sources[0].ItemSpec).Trim() + ".txt") : Destination, Text);
        if (Behaviour == "edit")
            File.AppendAllText(Sources[0].ItemSpec, "edited");
        Given = [new Microsoft.Build.Utilities.TaskItem(Path.GetFullPath(Sources[0].ItemSpec), new Dictionary<string, string> { ["Text"] = Text })];
        Count = Text.Length;
        Log.LogWarning(null, "S1", null, Sources[0].ItemSpec, 1, 2, 0, 0, "careful");
        return true;
    }
}
