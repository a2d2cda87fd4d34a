using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Processes;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor.Determinism;

/// <summary>Builds a tree twice, from copies in two temporary folders whose paths have different lengths, without CompileDepot and without a process that outlives the builds; then compares.</summary>
internal static class DeterminismTrial
{
    public const string About = "determinism";

    // Of what a failing build says: the first errors are the cause of the rest.
    private const int LinesShown = 8;
    private const int Steps = 3;

    /// <exception cref="CommandException">CD0111, CD0128.</exception>
    public static IReadOnlyList<Finding> Run(EvaluationRequest request, Patient patient, Action<int, int>? progress)
    {
        var sdk = patient.Sdk ?? throw new CommandException(DiagnosticCodes.NoBuildEngine, patient.SdkFault);
        using var temporary = new TemporaryFolder("twice");
        var folder = temporary.FullPath;
        try
        {
            var first = Build(request, patient.Root, sdk, folder, "one");
            progress?.Invoke(1, Steps);
            var second = Build(request, patient.Root, sdk, Path.Combine(folder, "other"), "two");
            progress?.Invoke(2, Steps);
            var findings = new TreeComparison(first, second).Findings();
            progress?.Invoke(Steps, Steps);
            return findings;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(DiagnosticCodes.TrialFailed, $"The tree can't be built in {folder}: {e.Message}", e);
        }
    }

    private static TreeCopy Build(EvaluationRequest request, string root, DotNetSdk sdk, string folder, string name)
    {
        var copy = TreeCopy.Make(root, Path.Combine(folder, name), Path.Combine(folder, name + ".git"));
        var moved = request.MovedTo(root, copy.Top);
        var environment = new Dictionary<string, string?>(MSBuildHost.Unset)
        {
            ["COMPILEDEPOT_PATH"] = "",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["MSBUILDUSESERVER"] = null,
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = null,
            ["DOTNET_NOLOGO"] = "1",
        };
        IEnumerable<string> properties =
        [
            .. request.Properties.Select(p => ResponseFile.Property(p.Name, p.Value)),
            "-p:CompileDepotEnabled=false",
            "-p:UseSharedCompilation=false",
            // So that a generator can be named, and the line in which its files differ.
            "-p:EmitCompilerGeneratedFiles=true",
        ];
        IEnumerable<string> configuration = request.Configurations is [var one, ..] ? ["-c", one] : [];
        var built = ChildProcess.Run(sdk.Host, Path.GetDirectoryName(moved.Entry)!, DiagnosticCodes.TrialFailed, environment, ["build", moved.Entry, .. configuration, "-nologo", "-v:q", "-nr:false", "--tl:off", .. properties]);
        return built.Succeeded ? copy : throw new CommandException(DiagnosticCodes.TrialFailed, $"A copy of {root} does not build: {Errors(built.Complaint)}");
    }

    private static string Errors(string output)
    {
        var lines = output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        var errors = lines.FindAll(l => l.Contains(" error ", StringComparison.Ordinal) || l.StartsWith("error ", StringComparison.Ordinal));
        return string.Join('\n', (errors.Count > 0 ? errors : lines).Take(LinesShown));
    }
}
