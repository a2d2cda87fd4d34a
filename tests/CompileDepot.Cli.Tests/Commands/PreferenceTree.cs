namespace CompileDepot.Cli.Tests.Commands;

/// <summary>A source tree with files of preferences, two depots beside it, and the tool in its root.</summary>
internal sealed class PreferenceTree : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("compiledepot-preferences-").FullName;

    public PreferenceTree()
    {
        Directory.CreateDirectory(PathOf(".git"));
        Cli = new CliRunner(Root, $"{First}{Path.PathSeparator}{Second}");
    }

    public string Root => Path.Combine(_top, "tree");

    public string First => Path.Combine(_top, "first");

    public string Second => Path.Combine(_top, "second");

    public CliRunner Cli { get; }

    public CliRunner CliIn(string folder) => new(PathOf(folder), $"{First}{Path.PathSeparator}{Second}");

    public string PathOf(string path) => Path.Combine(Root, path);

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>A project that needs no SDK to be evaluated, with its packages restored.</summary>
    /// <param name="name">The path of its folder, whose name it has.</param>
    /// <param name="libraries">Names and versions, as NuGet's file has them: <c>LibB/1.2.0</c>.</param>
    public void WriteProject(string name, string declarations, params string[] libraries)
    {
        Write($"{name}/{Path.GetFileName(name)}.csproj", $"""
            <Project>
              <PropertyGroup>
                <Version>1.2.0</Version>
                <CompileDepotPath>{First}{Path.PathSeparator}{Second}</CompileDepotPath>
                <ProjectAssetsFile>obj/project.assets.json</ProjectAssetsFile>
              </PropertyGroup>
              <ItemGroup>
                {declarations}
              </ItemGroup>
            </Project>
            """);
        Write($"{name}/obj/project.assets.json", $$"""{ "version": 3, "libraries": { {{string.Join(", ", libraries.Select(l => $"\"{l}\": {{}}"))}} } }""");
    }

    public void Dispose() => Directory.Delete(_top, recursive: true);
}
