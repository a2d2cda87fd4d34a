using System.Security.Cryptography;
using System.Text;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>The sources of a small solution: held in memory as a plain tree, written to disk with the SDK added.</summary>
/// <remarks>Every edit goes through this type, so that the plain side can be written at any moment. Not for use from several threads.</remarks>
public sealed class TestTree
{
    private static readonly string[] RestoreElements = ["TargetFramework", "PackageReference", "ProjectReference", "AssemblyName", "RuntimeIdentifier", "CompileTimePreference", "CompileDepotPreference", "IsTestProject"];

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, byte[]>> _marks = [];
    private readonly List<TestProject> _projects = [];

    public TestTree(string root, SdkWay way)
    {
        Root = root;
        Way = TestRun.IsPlain ? SdkWay.None : way;
        Directory.CreateDirectory(root);
        foreach (var (path, text) in SdkAddition.EmptyFiles)
            Write(path, text);
        Write("NuGet.config", $"""
            <configuration>
              <packageSources>
                <add key="compiledepot-test" value="{TestRun.Feed}" />
              </packageSources>
            </configuration>

            """);
    }

    public string Root { get; }

    public SdkWay Way { get; }

    public string SolutionFile => Path.Combine(Root, "All.slnx");

    public IReadOnlyList<TestProject> Projects => _projects;

    public string PathOf(string path) => Path.Combine(Root, path);

    public string Read(string path) => Encoding.UTF8.GetString(_files[path]);

    public bool Has(string path) => _files.ContainsKey(path);

    public void Write(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
    }

    public void Write(string path, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (_files.TryGetValue(path, out var before) && before.AsSpan().SequenceEqual(content))
            return;
        _files[path] = content;
        WriteTo(Root, path, Way);
    }

    /// <summary>Replaces text in a file; a text that isn't there is a mistake of the scenario.</summary>
    public void Edit(string path, string before, string after)
    {
        var text = Read(path);
        Assert.Contains(before, text, $"{path} does not hold what the scenario wants to edit");
        Write(path, text.Replace(before, after, StringComparison.Ordinal));
    }

    public void Delete(string path)
    {
        Assert.IsTrue(_files.Remove(path), path);
        File.Delete(PathOf(path));
    }

    public void Rename(string path, string to)
    {
        var content = _files[path];
        Delete(path);
        Write(to, content);
    }

    /// <summary>Remembers the present state of all files under a name.</summary>
    public void Mark(string name) => _marks[name] = new SortedDictionary<string, byte[]>(_files, StringComparer.Ordinal);

    /// <summary>Goes back to a remembered state, as a checkout of another branch does: only files that differ are written.</summary>
    public void Return(string name)
    {
        var wanted = _marks[name];
        foreach (var path in _files.Keys.Except(wanted.Keys).ToList())
            Delete(path);
        foreach (var (path, content) in wanted)
            Write(path, content);
    }

    public TestProject Add(TestProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        project.Tree = this;
        _projects.Add(project);
        project.Save();
        Write("All.slnx", $"<Solution>\n{string.Concat(_projects.Select(p => $"  <Project Path=\"{p.Path}\" />\n"))}</Solution>\n");
        return project;
    }

    /// <summary>Makes <paramref name="folder"/> hold exactly the plain sources, besides whatever was built there.</summary>
    public void WritePlainTo(string folder)
    {
        var known = Path.Combine(folder, ".known");
        foreach (var old in File.Exists(known) ? File.ReadAllLines(known).Except(_files.Keys) : [])
            File.Delete(Path.Combine(folder, old));
        foreach (var path in _files.Keys)
            WriteTo(folder, path, SdkWay.None);
        File.WriteAllLines(known, _files.Keys);
    }

    /// <summary>Gives another tree all files of this one.</summary>
    public void CopyTo(TestTree other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (path, content) in _files)
            other.Write(path, content);
    }

    /// <summary>Identity of the plain sources.</summary>
    public string PlainDigest() => Digest(_files.Select(file => (file.Key, Convert.ToHexString(file.Value))));

    /// <summary>Identity of what a restore reads: of projects, only the lines that it looks at, so that the edit of another property costs none.</summary>
    public string RestoreDigest() => Digest(_files
        .Where(file => SdkAddition.IsProject(file.Key) || Path.GetExtension(file.Key) is ".props" or ".slnx" or ".json" or ".config" or ".toml")
        .Select(file => (file.Key, SdkAddition.IsProject(file.Key) ? string.Join('\n', Read(file.Key).Split('\n').Where(IsForRestore)) : Read(file.Key))));

    /// <summary>Identity of all that is no source: where two trees at one path have the same, a restore gives the same.</summary>
    public string ProjectsDigest() => Digest(_files
        .Where(file => SdkAddition.IsProject(file.Key) || Path.GetExtension(file.Key) is ".props" or ".targets" or ".slnx" or ".json" or ".config" or ".rsp")
        .Select(file => (file.Key, Convert.ToHexString(file.Value))));

    public bool HasPreferences => _files.Keys.Any(path => Path.GetExtension(path) == ".toml" || (SdkAddition.IsProject(path) && Read(path).Contains("Preference", StringComparison.Ordinal)));

    /// <summary>Whether a compiler server may be used at all: the SDK does not tell the compiles of satellites which one, and a server keeps assemblies that it loaded for one test and gives them to another.</summary>
    public bool MayUseServer => MayUseBuildServer && !_files.Any(file => file.Key.Split('.') is [_, .., _, "resx"] || IsSourceWith(file, "[Generator"));

    /// <summary>Whether a server of MSBuild may be used: it keeps assemblies of tasks in the same way.</summary>
    public bool MayUseBuildServer => !_files.Any(file => Path.GetExtension(file.Key) == ".dll" || IsSourceWith(file, "Microsoft.Build."));

    private static bool IsSourceWith(KeyValuePair<string, byte[]> file, string text) =>
        Path.GetExtension(file.Key) == ".cs" && Encoding.UTF8.GetString(file.Value).Contains(text, StringComparison.Ordinal);

    private static bool IsForRestore(string line) => RestoreElements.Any(element => line.Contains(element, StringComparison.Ordinal));

    private static string Digest(IEnumerable<(string Path, string Text)> files) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Path}:{file.Text.Length}:{file.Text}\n")))));

    private void WriteTo(string folder, string path, SdkWay way)
    {
        var full = Path.Combine(folder, path);
        var content = way == SdkWay.None || IsBinary(path) ? _files[path] : Encoding.UTF8.GetBytes(SdkAddition.AddTo(path, Read(path), way));
        if (File.Exists(full) && File.ReadAllBytes(full).AsSpan().SequenceEqual(content))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    private static bool IsBinary(string path) => !SdkAddition.IsProject(path) && !SdkAddition.EmptyFiles.ContainsKey(path);
}
