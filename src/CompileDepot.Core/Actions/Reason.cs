namespace CompileDepot.Core.Actions;

/// <summary>A reason together with what it is about (a path, a switch, an error's text).</summary>
public sealed record Reason(UncacheableReason Kind, string Subject = "")
{
    /// <summary>One sentence for a person, without the final full stop.</summary>
    public string Sentence => Kind switch
    {
        UncacheableReason.NotDeterministic => "the compile is not deterministic (set Deterministic=true)",
        UncacheableReason.WildcardVersion => $"AssemblyVersion with a star takes its number from the clock, in {Subject}",
        UncacheableReason.CompileFailed => "the compile failed",
        UncacheableReason.OutputPathUnknown => "it names no output",
        UncacheableReason.OutputMissing => $"{Subject} was not written",
        UncacheableReason.InputMissing => $"the input {Subject} does not exist or cannot be read",
        UncacheableReason.InputChanged => $"{Subject} changed during the build",
        UncacheableReason.UndeclaredInput => $"it may read what nobody declared: {Subject}",
        UncacheableReason.UncacheableSwitch => $"the switch {Subject} makes a result that no key can describe",
        UncacheableReason.CommandLineUnavailable => $"the task does not tell its command line: {Subject}",
        UncacheableReason.ToolchainUnknown => $"the compiler's folder cannot be read: {Subject}",
        UncacheableReason.DepotFault => $"the depot does not work: {Subject}",
        UncacheableReason.ReadOnlyMode => "CompileDepotMode is ReadOnly",
        UncacheableReason.InternalFault => $"a fault of CompileDepot: {Subject}",
        UncacheableReason.StepFailed => "the step failed",
        UncacheableReason.ToolUnknown => $"it can't be told what the step runs: {Subject}",
        UncacheableReason.StepBuilds => $"the step builds another project: {Subject}",
        UncacheableReason.TargetUnknown => $"nobody has said that a depot can stand in for the target {Subject}",
        UncacheableReason.BuildEvent => $"a command of the project's own runs in each build: {Subject}",
        UncacheableReason.StepUnknown => $"the build has a step that a depot cannot stand in for: {Subject}",
        UncacheableReason.DependencyUnknown => $"the referenced project {Subject} tells no dependency-tree hash",
        UncacheableReason.CompileNotStored => $"a compile of it is not in the depot: {Subject}",
        UncacheableReason.OutputOutsideRoot => $"the build writes outside of the root: {Subject}",
        UncacheableReason.OriginUnknown => $"it is not known what {Subject} was made from",
        UncacheableReason.WarningHidden => $"something was logged where it can't be recorded: {Subject}",
        UncacheableReason.SurfaceMissing => $"this MSBuild does not show the evaluated project: {Subject}",
        UncacheableReason.AssetsMissing => $"the packages are not restored: {Subject} is missing",
        _ => "nothing is wrong",
    };
}

/// <summary>Leaves the making of a key, with the reason. Never crosses the border of Core.</summary>
public sealed class UncacheableException(Reason reason) : Exception(reason.Sentence)
{
    public UncacheableException(UncacheableReason kind, string subject = "")
        : this(new Reason(kind, subject))
    {
    }

    public Reason Reason { get; } = reason;
}
