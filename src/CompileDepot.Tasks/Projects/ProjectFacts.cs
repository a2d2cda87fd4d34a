using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Git;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Preferences;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Projects;

/// <summary>What the project level needs to know of a project besides its hash, read from its evaluated properties.</summary>
internal sealed class ProjectFacts
{
    private readonly string _dotnet;
    private readonly string _packages;
    private readonly string _us;

    /// <exception cref="SettingsException">A setting means nothing; the task that checks settings says so.</exception>
    public ProjectFacts(ProjectInstance project)
    {
        string Value(string name) => project.GetPropertyValue(name);
        string Full(string name) => Value(name) is { Length: > 0 } path ? MSBuildPath.Full(path, project.Directory) : "";
        File = project.FullPath;
        Settings = DepotSettings.Parse(DepotProperties.From(Value), project.Directory);
        IntermediateFolder = Full("IntermediateOutputPath");
        OutputFolder = Full("OutDir");
        AssetsFile = Full("ProjectAssetsFile");
        StateFile = Path.Combine(IntermediateFolder, Value("MSBuildProjectName") + ".compiledepot.state");
        HashFile = Path.Combine(IntermediateFolder, Value("MSBuildProjectName") + ".compiledepot.tree");
        CleanFile = Value("CleanFile") is { Length: > 0 } clean ? Path.Combine(IntermediateFolder, clean) : "";
        Tokens = PathTokens.Of(Settings.Root, Value("NuGetPackageRoot"), Value("NetCoreRoot"));
        TreeTokens = Tokens.With("home", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        Identity = new ProjectIdentity(Settings.Root, Tokens.Tokenize(File), Value("TargetFramework"), Value("Configuration") + (Value(PreferencePlanFiles.VariantProperty) is { Length: > 0 } variant ? "-" + variant : ""));
        Repository = GitRepository.Find(project.Directory);
        Here = Locality.Of(Tokens, Repository);
        _dotnet = WithSeparator(Value("NetCoreRoot"));
        _packages = WithSeparator(Value("NuGetPackageRoot"));
        _us = WithSeparator(Value("_CompileDepotPackageFolder"));
    }

    /// <summary>Full path of the project.</summary>
    public string File { get; }

    public ProjectIdentity Identity { get; }

    public string Framework => Identity.Framework;

    public string Configuration => Identity.Configuration;

    public DepotSettings Settings { get; }

    public string IntermediateFolder { get; }

    public string OutputFolder { get; }

    /// <summary>NuGet's file of resolved packages; empty where the project has none.</summary>
    public string AssetsFile { get; }

    public string StateFile { get; }

    public string HashFile { get; }

    /// <summary>The SDK's list of files that a build wrote.</summary>
    public string CleanFile { get; }

    public PathTokens Tokens { get; }

    /// <summary>With the user's folder as one root more: for names of files, NuGet's files, and what only the SDK asks. No entry is bound to that folder.</summary>
    public PathTokens TreeTokens { get; }

    public GitRepository? Repository { get; }

    public Locality Here { get; }

    public string DisplayName => Identity.DisplayName;

    /// <summary>Whether a file with targets is the SDK's, ours, or of a known package.</summary>
    public bool OwnsTargets(string path) => KnownPackages.Owns(path, _dotnet, _packages) || IsOurs(path) || EvaluatedPreference.IsGenerated(path);

    /// <summary>Whether a file is part of the SDK's installation.</summary>
    public bool IsOfSdk(string path) => _dotnet.Length > 1 && path.StartsWith(_dotnet, StringComparison.Ordinal);

    /// <summary>Whether a file is part of this package: what it asks decides nothing but whether we work at all.</summary>
    public bool IsOurs(string path) => _us.Length > 1 && path.StartsWith(_us, StringComparison.Ordinal);

    /// <summary>A record of one step of this project, for the build's records.</summary>
    public ActionRecord Record(string step, ActionOutcome outcome, Reason reason, string key, string why, TimeSpan elapsed, TimeSpan saved, long bytes) =>
        ActionRecord.Of(Identity, Here, step, outcome, reason, key, why, elapsed, saved, bytes);

    private static string WithSeparator(string folder) => folder.Length == 0 ? "" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
}
