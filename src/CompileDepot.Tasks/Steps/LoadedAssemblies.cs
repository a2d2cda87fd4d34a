using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace CompileDepot.Tasks.Steps;

/// <summary>A process that outlives a build keeps the assemblies that it loaded. What they give must not be stored as what the files of now give.</summary>
internal static class LoadedAssemblies
{
    /// <summary>The first assembly that this process loaded from a folder and whose file is another now; null where there is none.</summary>
    public static string? FindStale(string folder) => AssemblyLoadContext.All
        .SelectMany(c => c.Assemblies)
        .Where(a => !a.IsDynamic && Path.GetDirectoryName(a.Location) == folder && File.Exists(a.Location))
        .FirstOrDefault(a => IdOf(a.Location) != a.ManifestModule.ModuleVersionId)?.Location;

    private static Guid? IdOf(string path)
    {
        try
        {
            using var reader = new PEReader(File.OpenRead(path));
            var metadata = reader.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException)
        {
            return null;
        }
    }
}
