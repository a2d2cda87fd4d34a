using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>A compile: the compiler's command line is its key.</summary>
internal sealed class CachedCompile(
    InnerTaskType type, ActionSettings settings, DepotSettings depot, IBuildEngine10 engine, IReadOnlyDictionary<string, object?> parameters, Func<ITask> makeProbe, Func<IBuildEngine, bool> runInner)
    : CachedAction(type.Name, settings, depot, engine)
{
    // "Lib (net10.0)", "Lib (net10.0) de/Lib.resources.dll".
    protected override string Name => Project.DisplayName + Step[type.Name.Length..];

    // A task fails if it logged an error, a warning raised by this build among them. C#'s goes by the answer of the compiler server alone, where it asks that.
    protected override bool FailsOnRaisedWarnings => Settings.Compiler != CompilerKind.CSharp || parameters.GetValueOrDefault("UseSharedCompilation") is not true;

    protected override CompileAction MakeKey(FileDigester digester)
    {
        var arguments = CommandLineReader.Read(type, Settings.Compiler, makeProbe(), Engine, parameters);
        var request = new CompileRequest(Settings.Compiler, type.Name, arguments, CommandLineReader.Beside(arguments, parameters), Settings.ProjectFolder, Toolchain.Of(type, Settings.Compiler, parameters), Here)
        {
            Facts = Facts(),
        };
        return CompileKeyBuilder.Build(request, digester);
    }

    private IReadOnlyList<(string Kind, string[] Fields)> Facts()
    {
        try
        {
            return IncrementalInputs.Read(Settings.InputsFile);
        }
        // It is kept just before, unless the disk is full.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UncacheableException(UncacheableReason.InputMissing, Settings.InputsFile);
        }
    }

    protected override string StepOf(CompileAction action) => Settings.Step(type.Name, action.Outputs.First(o => o.Role == OutputRole.Assembly).Path);

    protected override bool Run(IBuildEngine engine) => runInner(engine);
}
