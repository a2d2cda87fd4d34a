using CompileDepot.Cli.Evaluating;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor;

/// <summary>What <c>doctor</c> looks at. What takes time is found when the first check asks.</summary>
internal sealed class Patient
{
    private readonly Lazy<(DotNetSdk? Sdk, string Fault)> _sdk;
    private readonly Lazy<ProjectSurvey> _projects;

    /// <param name="depots">Full paths of the stack; empty: caching is off.</param>
    /// <param name="folder">Full path: where builds begin.</param>
    /// <param name="root">Full path of the root around it.</param>
    /// <param name="request">What to evaluate, or null.</param>
    /// <param name="noRequest">Why there is nothing to evaluate, where that is null.</param>
    public Patient(IReadOnlyList<string> depots, string folder, string root, EvaluationRequest? request, string noRequest, Func<string, string?> variable)
    {
        (Depots, Folder, Root, Variable) = (depots, folder, root, variable);
        _sdk = new(FindSdk);
        _projects = new(() => Sdk is null ? ProjectSurvey.Impossible(SdkFault) : request is null ? ProjectSurvey.Impossible(noRequest) : ProjectSurvey.Take(request, Sdk));
    }

    public IReadOnlyList<string> Depots { get; }

    public string Folder { get; }

    public string Root { get; }

    /// <summary>The roots that builds here record, which settings may name.</summary>
    public IReadOnlyList<string> RecordedRoots => Projects.Projects.Count > 0 ? [.. Projects.Projects.Select(p => p.Root).Distinct()] : [RootLocator.Said(Variable(RootLocator.Property)) ?? Root];

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; }

    /// <summary>The .NET SDK that builds use here; null: <see cref="SdkFault"/> says why there is none.</summary>
    public DotNetSdk? Sdk => _sdk.Value.Sdk;

    public string SdkFault => _sdk.Value.Fault;

    /// <summary>The projects as they are evaluated.</summary>
    public ProjectSurvey Projects => _projects.Value;

    private (DotNetSdk? Sdk, string Fault) FindSdk()
    {
        try
        {
            return (DotNetSdk.Find(Folder), "");
        }
        catch (CommandException e) when (e.Code == DiagnosticCodes.NoBuildEngine)
        {
            return (null, e.Message);
        }
    }
}
