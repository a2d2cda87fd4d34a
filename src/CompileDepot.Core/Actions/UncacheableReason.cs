namespace CompileDepot.Core.Actions;

/// <summary>Why an action was not served or not stored. A closed list: each has a counter, a sentence and a test. Persisted: values are never renumbered or reused.</summary>
public enum UncacheableReason
{
    None = 0,
    NotDeterministic = 1,
    WildcardVersion = 2,
    CompileFailed = 3,
    OutputPathUnknown = 4,
    OutputMissing = 5,
    InputMissing = 6,
    InputChanged = 7,
    UndeclaredInput = 8,
    UncacheableSwitch = 9,
    CommandLineUnavailable = 10,
    ToolchainUnknown = 11,
    DepotFault = 12,
    ReadOnlyMode = 13,
    InternalFault = 14,

    // Of steps of the project's own.
    StepFailed = 15,
    ToolUnknown = 16,
    StepBuilds = 17,

    // From here on of whole projects.
    TargetUnknown = 30,
    BuildEvent = 31,
    StepUnknown = 32,
    DependencyUnknown = 33,
    CompileNotStored = 34,
    OutputOutsideRoot = 35,
    OriginUnknown = 36,
    WarningHidden = 37,
    SurfaceMissing = 38,
    AssetsMissing = 39,
}
