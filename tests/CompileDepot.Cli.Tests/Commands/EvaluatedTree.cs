namespace CompileDepot.Cli.Tests.Commands;

/// <summary>A tree of projects that need no SDK to be evaluated, and look as if they had ours, with a depot beside it; the tool runs in its root.</summary>
internal sealed class EvaluatedTree : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("compiledepot-evaluated-").FullName;

    public EvaluatedTree() => Directory.CreateDirectory(PathOf(".git"));

    public string Top => _top;

    public string Root => Path.Combine(_top, "tree");

    public string Depot => Path.Combine(_top, "depot");

    public CliRunner Cli => new(Root, Depot);

    public string PathOf(string path) => Path.Combine(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>Writes a project in a folder of its name.</summary>
    public void WriteProject(string name, string properties = "", string rest = "") => Write($"{name}/{name}.csproj", $"""
        <Project>
          <PropertyGroup>
            <_CompileDepotTargetsImported>true</_CompileDepotTargetsImported>
            <_CompileDepotIsOn>true</_CompileDepotIsOn>
            <_CompileDepotProjectLevel>true</_CompileDepotProjectLevel>
            <IntermediateOutputPath>obj/</IntermediateOutputPath>
            <CompileDepotPath>{Depot}</CompileDepotPath>
            {properties}
          </PropertyGroup>
          {rest}
        </Project>
        """);

    public void Dispose() => Directory.Delete(_top, recursive: true);
}
