namespace CompileDepot.Core.Reports;

/// <summary>What became of one project in one build, all its actions together.</summary>
public enum NodeOutcome
{
    /// <summary>The whole project came from the depot.</summary>
    RestoredWhole = 1,

    /// <summary>The project was built; each of its compiles and steps came from the depot.</summary>
    Restored = 2,

    /// <summary>Something ran, and all that ran was stored.</summary>
    Compiled = 3,

    /// <summary>Something ran whose result was not stored.</summary>
    NotStored = 4,

    /// <summary>The project was built, and there was nothing to compile.</summary>
    NothingToDo = 5,

    /// <summary>Another project refers to it; the build recorded nothing of it.</summary>
    NotRecorded = 6,
}
