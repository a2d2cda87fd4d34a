namespace CompileDepot.Core.Actions;

/// <summary>What a person can do about each reason.</summary>
public static class Remedies
{
    /// <summary>One or two whole sentences; empty where there is no reason.</summary>
    public static string For(UncacheableReason reason) => reason switch
    {
        UncacheableReason.NotDeterministic => "Remove Deterministic=false from the project, or what sets it.",
        UncacheableReason.WildcardVersion => "Write a version without a star, or one that the build computes from the source.",
        UncacheableReason.CompileFailed => "Correct the errors that the compiler gave; a failed compile is never stored.",
        UncacheableReason.OutputPathUnknown => "Let the project set an output assembly; the compile then names it with /out.",
        UncacheableReason.OutputMissing => "See whether a step after the compiler removes or moves the file, or a full disk kept it from being written. A step must write all that it declares, each time it runs: build once from clean.",
        UncacheableReason.InputMissing => "Make the file, or remove what names it.",
        UncacheableReason.InputChanged => "Build again. If it comes back, find the step that writes the file while the compiler runs, and let it run before.",
        UncacheableReason.UndeclaredInput => "Declare what a step reads as its input. Give an include a plain path to a file that exists. Scripts and type providers may read anything: keep them in a small project of their own.",
        UncacheableReason.UncacheableSwitch => "Remove the switch, if the project can do without it.",
        UncacheableReason.CommandLineUnavailable => "Build with an SDK whose compile task can provide its command line.",
        UncacheableReason.ToolchainUnknown => "Make the compiler's folder readable for the user who builds.",
        UncacheableReason.DepotFault => "Free space or give rights in that folder, or name another depot in COMPILEDEPOT_PATH.",
        UncacheableReason.ReadOnlyMode => "Build with CompileDepotMode=ReadWrite to store the result.",
        UncacheableReason.InternalFault => "Please report it, with a binary log of the build (dotnet build -bl).",
        UncacheableReason.StepFailed => "See what the step said; one that fails is never stored.",
        UncacheableReason.ToolUnknown => "Let the command begin with the name or the path of a program; put what needs a shell's own language into a script, and name that.",
        UncacheableReason.StepBuilds => "Nothing: a project is built by MSBuild, and comes from the depot itself.",
        UncacheableReason.TargetUnknown => "If all that the target reads are items or imported files, and all that it writes is in FileWrites, say so with <RestorableTarget Include=\"…\" />.",
        UncacheableReason.BuildEvent => "Make the command a target with inputs and outputs, and declare that as a RestorableTarget.",
        UncacheableReason.StepUnknown => "Nothing, if the project needs the step: its compiles still come from the depot.",
        UncacheableReason.DependencyUnknown => "Let the referenced project use CompileDepot too.",
        UncacheableReason.CompileNotStored => "See the reason that explain gives for the compile.",
        UncacheableReason.OutputOutsideRoot => "Let the project write below the root, or set CompileDepotRoot to a folder that holds both.",
        UncacheableReason.OriginUnknown => "The next build writes it anew. If it comes back, build once from clean; if it still does, a step other than the compiler makes the file.",
        UncacheableReason.WarningHidden => "Build once at minimal verbosity or above, without turning that warning into a message; or fix its cause.",
        UncacheableReason.SurfaceMissing => "Use an SDK that this version of CompileDepot knows, or a later version of CompileDepot.",
        UncacheableReason.AssetsMissing => "Run dotnet restore.",
        _ => "",
    };
}
