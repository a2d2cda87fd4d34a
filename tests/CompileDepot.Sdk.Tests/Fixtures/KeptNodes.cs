namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>MSBuild nodes that stay from one build of a test to the next, as they do on a developer's machine. They talk to nobody else's builds, and end with the test.</summary>
public sealed class KeptNodes : IDisposable
{
    // MSBuild lets only builds and nodes with the same salt meet; and a process shows its environment, so that its nodes are known by it.
    public const string Salt = "MSBUILDNODEHANDSHAKESALT";

    private readonly string _name = "cd-e2e-" + Guid.NewGuid().ToString("N");

    /// <summary>A step whose nodes stay, and which meets those of former steps.</summary>
    public BuildStep Keep(BuildStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.WithEnvironment("MSBUILDDISABLENODEREUSE", null).WithEnvironment(Salt, _name).With("-nodeReuse:true");
    }

    /// <summary>The ids of the nodes that are there now.</summary>
    public IReadOnlyList<int> Ids() => OwnProcesses.Find("nodemode:1", $"{Salt}={_name}");

    /// <summary>Ends the nodes by their ids.</summary>
    public void Dispose() => OwnProcesses.End(Ids());
}
