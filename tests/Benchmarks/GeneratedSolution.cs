using System.Globalization;
using System.Text;

namespace CompileDepot.Benchmarks;

/// <summary>
/// A solution of class libraries, each with references to up to three earlier ones: deep enough that builds can't all run at once, wide enough that some can. What a project reaches grows with
/// the logarithm of their number, as in layered solutions; in a chain of projects, copying alone would grow with the square.
/// </summary>
internal static class GeneratedSolution
{
    private const int FilesPerProject = 12;
    private const int MethodsPerFile = 20;

    public static void Write(string folder, int projects)
    {
        Directory.CreateDirectory(folder);
        var solution = new StringBuilder("<Solution>\n");
        for (var i = 0; i < projects; i++)
        {
            WriteProject(folder, i);
            solution.Append(CultureInfo.InvariantCulture, $"  <Project Path=\"{Name(i)}/{Name(i)}.csproj\" />\n");
        }
        File.WriteAllText(Path.Combine(folder, "Bench.slnx"), solution.Append("</Solution>\n").ToString());
    }

    /// <summary>Adds the SDK to the whole solution, as <c>compiledepot init</c> does.</summary>
    public static void AddSdk(string folder, string version, string feed)
    {
        File.WriteAllText(Path.Combine(folder, "global.json"), $$"""{ "msbuild-sdks": { "CompileDepot.Sdk": "{{version}}" } }""");
        File.WriteAllText(Path.Combine(folder, "NuGet.config"), $"""<configuration><packageSources><add key="bench" value="{feed}" /></packageSources></configuration>""");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), """<Project><Import Project="Sdk.props" Sdk="CompileDepot.Sdk" /></Project>""");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), """<Project><Import Project="Sdk.targets" Sdk="CompileDepot.Sdk" /></Project>""");
        File.WriteAllText(Path.Combine(folder, "Directory.Solution.targets"), """<Project><Import Project="Solution.targets" Sdk="CompileDepot.Sdk" /></Project>""");
    }

    private static string Name(int project) => string.Create(CultureInfo.InvariantCulture, $"Project{project:000}");

    private static IEnumerable<int> References(int project) => new[] { project % 4 == 0 ? -1 : project - 1, project / 2, project / 3 }.Where(r => r >= 0 && r < project).Distinct();

    private static void WriteProject(string folder, int project)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, Name(project))).FullName;
        var references = string.Concat(References(project).Select(r => $"    <ProjectReference Include=\"../{Name(r)}/{Name(r)}.csproj\" />\n"));
        File.WriteAllText(
            Path.Combine(path, Name(project) + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
            {references}  </ItemGroup>
            </Project>

            """);
        for (var file = 0; file < FilesPerProject; file++)
            File.WriteAllText(Path.Combine(path, $"Part{file}.cs"), Source(project, file));
    }

    private static string Source(int project, int file)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"namespace {Name(project)};\n\n/// <summary>Part {file}.</summary>\npublic static class Part{file}\n{{\n");
        for (var method = 0; method < MethodsPerFile; method++)
        {
            var call = References(project).Select(r => $" + {Name(r)}.Part{file}.Method{method}(values)").FirstOrDefault() ?? "";
            text.Append(CultureInfo.InvariantCulture, $"    public static int Method{method}(IEnumerable<int> values) => values.Where(v => v % {method + 2} == 0).Select(v => v * {file + 1}).Sum(){call};\n\n");
        }
        return text.Append("}\n").ToString();
    }
}
