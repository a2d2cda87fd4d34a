using System.IO.Compression;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A folder of packages made on the spot: each holds a name and nothing that could be compiled against.</summary>
public sealed class PackageFeed(string folder)
{
    public string Folder { get; } = Directory.CreateDirectory(folder).FullName;

    /// <param name="dependencies">As nuspec files write them: <c>("Other", "1.0.0")</c>.</param>
    public PackageFeed Add(string id, string version, string framework = "net8.0", params (string Id, string Range)[] dependencies)
    {
        using var package = ZipFile.Open(Path.Combine(Folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        Write(package, $"{id}.nuspec", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>tests</authors>
                <description>For tests.</description>
                <dependencies>
                  <group targetFramework="{framework}">
                    {string.Concat(dependencies.Select(d => $"<dependency id=\"{d.Id}\" version=\"{d.Range}\" />"))}
                  </group>
                </dependencies>
              </metadata>
            </package>
            """);
        Write(package, $"lib/{framework}/{id}.dll", $"{id} {version}");
        Write(package, $"build/{framework}/{id}.props", "<Project />");
        return this;
    }

    public void Remove(string id, string version) => File.Delete(Path.Combine(Folder, $"{id}.{version}.nupkg"));

    private static void Write(ZipArchive package, string path, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(path).Open());
        writer.Write(text);
    }
}
