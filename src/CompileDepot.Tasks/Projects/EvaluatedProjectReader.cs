using System.Globalization;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Git;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Tasks.Preferences;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// Writes the evaluated state of a project down as the first part of its <see cref="TreeText"/>: properties, items with metadata, imports and the files that items name, by content. To be asked
/// before any target ran; targets change the state.
/// </summary>
internal sealed class EvaluatedProjectReader
{
    // Counts where a project file or package refers to it, and not for being there: it tells how the build was started, and the SDK's own use of it ends in other properties.
    private static readonly HashSet<string> Circumstances = new(StringComparer.OrdinalIgnoreCase)
    {
        "SolutionDir", "SolutionExt", "SolutionFileName", "SolutionName", "SolutionPath", "BuildingSolutionFile", "CurrentSolutionConfigurationContents", "IsGraphBuild",
        "MSBuildStartupDirectory", "MSBuildProjectDirectoryNoRoot", "MSBuildNodeCount", "MSBuildInteractive", "NuGetInteractive", "BuildProjectReferences",
        // Which processes build.
        "UseSharedCompilation", "SharedCompilationId", "DOTNET_CLI_USE_MSBUILD_SERVER",
        // Whether a terminal shows the build: MSBuild tells its nodes by a variable.
        "_MSBUILDTLENABLED",
        // How a graph is told what to build: the SDK sets these in a graph build alone.
        "AddTransitiveProjectReferencesInStaticGraph", "ProjectReferenceTargetsForBuild", "ProjectReferenceTargetsForClean", "ProjectReferenceTargetsForPublish", "ProjectReferenceTargetsForRebuild",
        "ProjectReferenceTargetsForGetCopyToPublishDirectoryItems", "_MainReferenceTargetForBuild", "_MainReferenceTargetForPublish",
        // Set by the first target of all, which the graph level does not run.
        "_InvalidConfigurationError", "_InvalidConfigurationWarning", "_InvalidConfigurationMessageText", "_InvalidConfigurationMessageResourceName",
    };

    // How 'dotnet test' runs what was built, the number of the session among it.
    private const string OfTestRuns = "VSTest";

    // Of our settings the one that decides what is compiled and shows in nothing else that evaluation tells.
    private const string Constants = "CompileDepotPreferenceConstants";

    // What the SDK knows by name: no file is meant.
    private static readonly HashSet<string> NamesOnly = new(StringComparer.OrdinalIgnoreCase)
    {
        "Using", "PackageReference", "PackageVersion", "ProjectCapability", "SupportedTargetFramework", "SupportedNETCoreAppTargetFramework", "SupportedNETFrameworkTargetFramework",
        "SupportedNETStandardTargetFramework", "SdkSupportedTargetPlatformIdentifier", "SdkSupportedTargetPlatformVersion", "SupportedPlatform", "CompilerVisibleProperty",
        "CompilerVisibleItemMetadata", "AvailableItemName", "ImplicitPackageReferenceVersion", "RuntimeHostConfigurationOption", "FrameworkReference", "TrimmerRootAssembly",
        "ProjectReference", "PropertyPageSchema", "CompileTimePreference", "_CompileDepotPreferenceName", "RestorableTarget", "ProjectCachePlugin", "_EolNetCoreTargetFrameworkVersions",
    };

    // Lists of places where a file might be, above the root too; those that exist are listed elsewhere as well.
    private static readonly HashSet<string> Places = new(StringComparer.OrdinalIgnoreCase) { "_AllDirectoriesAbove", "PotentialEditorConfigFiles", "GlobalAnalyzerConfigFiles" };

    // What the SDK makes of the user's folder.
    private static readonly HashSet<string> OfUser = new(StringComparer.OrdinalIgnoreCase)
    {
        "MSBuildUserExtensionsPath", "SDKReferenceDirectoryRoot", "UserProfileRuntimeStorePath", "_DefaultUserProfileRuntimeStorePath",
    };

    // Of what lies beside a referenced assembly, what the SDK looks for: others that it needs, and what belongs to it. See also the folders of cultures.
    private static readonly string[] Related = [".dll", ".exe", ".winmd", ".pdb", ".xml", ".pri", ".config"];

    private static readonly EnumerationOptions Accessible = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    // Name files that the compiler writes, wherever they lie.
    private static readonly HashSet<string> Written = new(StringComparer.OrdinalIgnoreCase) { "DocumentationFile", "ErrorLog", "PdbFile" };

    private readonly ProjectInstance _project;
    private readonly ProjectFacts _facts;
    private readonly FileDigester _digester;
    private readonly LocalDigester _local;
    private readonly TreeText _text = new();
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _beside = new(StringComparer.Ordinal);
    private readonly List<InputFile> _ofSdk = [];
    private readonly HashSet<string> _referred = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Impurity> _impurities = [];
    private readonly List<InputFile> _inputs = [];

    private readonly string _memoFolder;

    private EvaluatedProjectReader(ProjectInstance project, ProjectFacts facts, FileDigester digester)
    {
        _memoFolder = new DepotStack(facts.Settings.Depots).First.Layout.Memos;
        _project = project;
        _facts = facts;
        _digester = digester;
        _local = new LocalDigester(new Locality(facts.TreeTokens, null));
    }

    /// <summary>Reads.</summary>
    /// <exception cref="IOException">A file of the project can't be read.</exception>
    public static EvaluatedProject Read(ProjectInstance project, ProjectFacts facts, FileDigester digester) => new EvaluatedProjectReader(project, facts, digester).Read();

    private EvaluatedProject Read()
    {
        Surroundings.Write(_text);
        var imports = Imports();
        Properties();
        Preferences();
        foreach (var line in imports)
            _text.Add("import", line.Path, line.Digest);
        foreach (var type in _project.ItemTypes.Order(StringComparer.Ordinal))
            Items(type);
        if (_facts.AssetsFile.Length > 0)
            _files.Add(_facts.AssetsFile);
        Files();
        var unknown = _facts.Repository is { } repository ? Repository(repository) : null;
        var sources = _sources.Select(Token).ToHashSet(StringComparer.Ordinal);
        return new EvaluatedProject(_facts, _text, Eligibility.Check(_project, _facts) ?? Assets() ?? unknown, References(), _impurities, sources, IsCutOff(), _inputs);
    }

    // A target of somebody's own may read sources, or what dependencies made; and contributions to collections are in sources, and are gathered from files.
    private bool IsCutOff() => _project.GetItems(Eligibility.Declaration).Count == 0 && !_project.GetPropertyValue("CompileDepotCollections").Equals("true", StringComparison.OrdinalIgnoreCase);

    // Missing ones are warned of, or fail the build, before anything is asked of them.
    private List<string> References() =>
        [.. _project.GetItems("ProjectReference").Select(i => MSBuildPath.Full(i.EvaluatedInclude, _project.Directory)).Where(File.Exists)];

    // Without them the SDK stops with an error, which a restore would hide.
    private Reason? Assets() => _facts.AssetsFile.Length > 0 && !File.Exists(_facts.AssetsFile) ? new Reason(UncacheableReason.AssetsMissing, _facts.AssetsFile) : null;

    private List<(string Path, string Digest)> Imports()
    {
        var lines = new List<(string, string)>();
        foreach (var path in _project.ImportPaths.Append(_project.FullPath))
        {
            var file = _digester.TryDigest(path) ?? throw new IOException($"'{path}' cannot be read.");
            // What it says are the preferences, the lines of which are in the text; of what other variants there are, nothing depends.
            if (EvaluatedPreference.IsGenerated(path))
                continue;
            if (_facts.IsOfSdk(path))
            {
                _ofSdk.Add(file);
            }
            // What ours refer to decides whether we work, and what is built only by what is listed in Properties.
            else if (!_facts.IsOurs(path))
            {
                var scan = ImportCatalog.Scan(file);
                _referred.UnionWith(scan.Names);
                // The scan is kept by content: another file may have had the same.
                _impurities.AddRange(scan.Impurities.Select(i => i with { Path = path }));
            }
            lines.Add((Token(path), Digest(file)));
        }
        return lines;
    }

    private void Properties()
    {
        var referredBySdk = ImportNames.Of(_ofSdk, _memoFolder);
        // The SDK reads these by the names of items, and generators see them.
        var visible = _project.GetItems("CompilerVisibleProperty").Select(i => i.EvaluatedInclude).Append(Constants).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var property in _project.Properties.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase))
        {
            var (name, value) = (property.Name, property.EvaluatedValue);
            if (!visible.Contains(name) && IsBeside(name, value, referredBySdk))
                continue;
            _text.Add("property", name, IsOfUser(name, value) && !visible.Contains(name) ? _facts.TreeTokens.TokenizeText(value) : Tokenized(value));
            // The SDK's steps read files that only a property names: runtimeconfig.template.json, app.config.
            if (Path.HasExtension(value) && !value.Contains(';') && !_facts.IsOfSdk(value) && !Written.Contains(name))
                Name(value, _files);
        }
    }

    /// <summary>Whether nothing that is built depends on a property.</summary>
    private bool IsBeside(string name, string value, IReadOnlySet<string> referredBySdk) =>
        name.StartsWith("_CompileDepot", StringComparison.OrdinalIgnoreCase) || name.StartsWith("CompileDepot", StringComparison.OrdinalIgnoreCase)
        // Which of the imports was modified last: a matter of time, not of content, and all of them are in the text.
        || name.Equals("MSBuildAllProjects", StringComparison.OrdinalIgnoreCase)
        // MSBuild makes every environment variable a property. One that no file refers to can't matter, whoever set it.
        || (!_referred.Contains(name) && (Circumstances.Contains(name) || name.StartsWith(OfTestRuns, StringComparison.OrdinalIgnoreCase)
            || (!referredBySdk.Contains(name) && Environment.GetEnvironmentVariable(name) == value)));

    // What the SDK itself makes of the user's folder serves every user; what a project makes of it may end anywhere.
    private bool IsOfUser(string name, string value) =>
        !_referred.Contains(name)
        && (OfUser.Contains(name)
            || name.StartsWith("NuGet", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Restore", StringComparison.OrdinalIgnoreCase)
            || Environment.GetEnvironmentVariable(name) == value);

    private void Preferences()
    {
        foreach (var preference in EvaluatedPreference.Observed(_project.GetItems(EvaluatedPreference.Item), _project.GetItems(ProjectPreferences.DeclarationItem)))
            _text.Add(PreferenceLines.Kind, preference.Fields);
    }

    private void Items(string type)
    {
        var items = _project.GetItems(type);
        if (type.Equals("ProjectReferenceTargets", StringComparison.OrdinalIgnoreCase) || type.Equals(EvaluatedPreference.Item, StringComparison.OrdinalIgnoreCase))
            return;
        if (Places.Contains(type))
        {
            foreach (var item in items)
            {
                if (File.Exists(item.EvaluatedInclude))
                    _files.Add(item.EvaluatedInclude);
            }
            return;
        }
        var text = new StringBuilder();
        foreach (var item in items)
        {
            text.Append(KeyField.Escape(Tokenized(item.EvaluatedInclude)));
            foreach (var metadata in item.Metadata)
                text.Append(' ').Append(KeyField.Escape(metadata.Name)).Append('=').Append(KeyField.Escape(Tokenized(metadata.EvaluatedValue)));
            text.Append('\n');
            if (!NamesOnly.Contains(type) && !type.StartsWith("Known", StringComparison.Ordinal))
                Named(item);
        }
        _text.Add("items", type, items.Count.ToString(CultureInfo.InvariantCulture), ContentDigest.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString());
    }

    private void Named(ProjectItemInstance item)
    {
        Name(item.EvaluatedInclude, item.ItemType.Equals("Compile", StringComparison.OrdinalIgnoreCase) ? _sources : _files);
        if (item.ItemType != "Reference")
            return;
        Name(item.GetMetadataValue("HintPath"), _files);
        Beside(item.EvaluatedInclude);
        Beside(item.GetMetadataValue("HintPath"));
    }

    // The SDK looks for what a referenced assembly needs in its folder. In those of packages and of the SDK nothing changes.
    private void Beside(string path)
    {
        if (path.Length is 0 or >= 1024 || path.Contains('\0') || path.Contains('\n') || MSBuildPath.Full(path, _project.Directory) is var full && !File.Exists(full))
            return;
        var folder = Path.GetDirectoryName(full)!;
        if (Token(folder).StartsWith("{nuget}", StringComparison.Ordinal) || _facts.IsOfSdk(full) || !_beside.Add(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", Accessible).Where(f => Related.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)))
            _files.Add(file);
        foreach (var satellite in Directory.EnumerateDirectories(folder, "*", Accessible).SelectMany(culture => Directory.EnumerateFiles(culture, "*.resources.dll", Accessible)))
            _files.Add(satellite);
    }

    private void Name(string path, HashSet<string> files)
    {
        if (path.Length is > 0 and < 1024 && !path.Contains('\0') && !path.Contains('\n'))
            files.Add(MSBuildPath.Full(path, _project.Directory));
    }

    private void Files()
    {
        var found = new List<InputFile>();
        _sources.ExceptWith(_files);
        foreach (var path in _files.Concat(_sources))
        {
            // What the build itself writes is no input of it. NuGet's file may lie in the same folder, and is read alone.
            if (path != _facts.AssetsFile && (IsMade(path, _facts.IntermediateFolder) || IsMade(path, _facts.OutputFolder)))
                continue;
            // A submodule's, which the SDK takes for an item like any file: it says where this checkout keeps the repository.
            if (Path.GetFileName(path.AsSpan()) is not ".git" && _digester.TryDigest(path) is { } file)
                found.Add(file);
        }
        // Files that resources link: from the resource's own folder or, without UseSourcePath, from the project's.
        var linked = found.Where(f => f.Path.EndsWith(".resx", StringComparison.OrdinalIgnoreCase))
            .SelectMany(f => f.Traits.References.SelectMany(r => new[] { MSBuildPath.Full(r, Path.GetDirectoryName(f.Path)!), MSBuildPath.Full(r, _project.Directory) }))
            .Distinct(StringComparer.Ordinal)
            .Except(_files, StringComparer.Ordinal)
            .Except(_sources, StringComparer.Ordinal);
        found.AddRange(linked.ToList().Select(_digester.TryDigest).OfType<InputFile>());
        // By token: the order of full paths depends on where the root lies.
        foreach (var (name, file) in found.Select(f => (Name: Token(f.Path), File: f)).OrderBy(f => f.Name, StringComparer.Ordinal))
            _text.Add("file", name, Digest(file));
    }

    // A folder that holds the project holds its sources, too.
    private bool IsMade(string path, string folder) => IsBelow(path, folder) && !IsBelow(_facts.File, folder);

    private static bool IsBelow(string path, string folder) => folder.Length > 1 && path.StartsWith(folder, StringComparison.Ordinal);

    // NuGet's files hold full paths; everybody else's are what they are.
    private string Digest(InputFile file)
    {
        _inputs.Add(file);
        var name = Path.GetFileName(file.Path);
        if (file.Path != _facts.AssetsFile && !name.EndsWith(".nuget.g.props", StringComparison.Ordinal) && !name.EndsWith(".nuget.g.targets", StringComparison.Ordinal))
            return file.Digest.ToString();
        return _local.OfText(file, isStamped: false).ToString();
    }

    /// <returns>Why nobody knows what git's settings make of the build; null where it is known.</returns>
    private Reason? Repository(GitRepository repository)
    {
        var facts = RemoteFacts.Read(repository);
        // Addresses may hold secrets.
        _text.Add("repository", ContentDigest.Of(Encoding.UTF8.GetBytes(string.Join('\n', facts.Lines))).ToString());
        // Whether git ignores a source decides whether the SDK embeds it.
        var folders = _inputs.Select(i => i.Path).Append(_facts.IntermediateFolder).SelectMany(p => Ancestors(p, repository.TopFolder)).Distinct(StringComparer.Ordinal);
        foreach (var folder in folders.Order(StringComparer.Ordinal))
            Ignored(Path.Combine(folder, ".gitignore"), Token(folder));
        // Where these lie is a matter of the checkout: a worktree has them with its repository.
        foreach (var path in facts.IgnoreFiles)
            Ignored(path, "");
        return facts.Unknown is { } unknown ? new Reason(UncacheableReason.StepUnknown, $"Source Link's ({unknown})") : null;
    }

    private void Ignored(string path, string folder)
    {
        if (_digester.TryDigest(path) is { } file)
            _text.Add("repository", Path.GetFileName(path), folder, file.Digest.ToString());
    }

    // Those folders above a path that lie in the repository.
    private static IEnumerable<string> Ancestors(string path, string top)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null && folder.StartsWith(top, StringComparison.Ordinal); folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    private string Token(string path) => _facts.TreeTokens.Tokenize(path);

    private string Tokenized(string value) => _facts.Tokens.TokenizeText(value);
}
