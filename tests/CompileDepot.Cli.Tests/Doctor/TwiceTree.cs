namespace CompileDepot.Cli.Tests.Doctor;

/// <summary>A solution of real projects in a temporary folder: one that every build makes alike, and others that each have one thing that does not come out the same twice.</summary>
internal sealed class TwiceTree : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("compiledepot-doctor-").FullName;

    public TwiceTree()
    {
        Write("All.slnx", "<Solution>" + string.Concat(new[] { "Gen", "Clean", "Clock", "Loose", "Rooted", "Built" }.Select(n => $"<Project Path=\"{n}/{n}.csproj\" />")) + "</Solution>");
        Project("Clean", "", "public class Clean { public string Here([System.Runtime.CompilerServices.CallerFilePath] string path = \"\") => path; }");
        // Roslyn as the SDK has it: nothing is restored.
        Write("Gen/Gen.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><Reference Include="Microsoft.CodeAnalysis" HintPath="$(RoslynTargetsPath)/bincore/Microsoft.CodeAnalysis.dll" Private="false" /></ItemGroup>
            </Project>
            """);
        Write("Gen/ClockGenerator.cs", """
            using Microsoft.CodeAnalysis;
            namespace Gen;
            [Generator]
            public sealed class ClockGenerator : IIncrementalGenerator
            {
                public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(output =>
                    output.AddSource("Stamp.g.cs", "public static class Stamp\n{\n    public const string Made = \"" + System.DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.fffffff") + "\";\n}\n"));
            }
            """);
        Project("Clock", """<ItemGroup><ProjectReference Include="../Gen/Gen.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" /><ProjectReference Include="../Clean/Clean.csproj" /></ItemGroup>""", "public class Clock : Clean { public string Made => Stamp.Made; }");
        Project("Loose", "<PropertyGroup><Deterministic>false</Deterministic></PropertyGroup>", "public class Loose;");
        Project("Rooted", """
            <ItemGroup><AssemblyAttribute Include="System.Reflection.AssemblyMetadata"><_Parameter1>Folder</_Parameter1><_Parameter2>$(MSBuildProjectDirectory)</_Parameter2></AssemblyAttribute></ItemGroup>
            """, "public class Rooted;");
        Project("Built", """
            <Target Name="WriteId" BeforeTargets="CoreCompile"><WriteLinesToFile File="$(IntermediateOutputPath)id.txt" Lines="$([System.Guid]::NewGuid())" Overwrite="true" /></Target>
            <ItemGroup><EmbeddedResource Include="$(IntermediateOutputPath)id.txt" LogicalName="id" /></ItemGroup>
            """, "public class Built;");
    }

    public string Root => Path.Combine(_top, "tree");

    public void Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public void Dispose() => Directory.Delete(_top, recursive: true);

    private void Project(string name, string elements, string source)
    {
        Write($"{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{elements}</Project>\n");
        Write($"{name}/{name}.cs", source + "\n");
    }
}
