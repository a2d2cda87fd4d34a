using System.Diagnostics;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Projects;

/// <summary>
/// What MSBuild and the SDK read of an assembly that a project refers to, beside what the compiler reads of it: who it is, what it is for, which assemblies and files it needs. So it decides what is
/// copied along, what is warned of, and what the file of dependencies says. The version that holds the commit is not among it: nobody looks at that.
/// </summary>
public static class AssemblyFace
{
    private const string Stamped = "System.Reflection.AssemblyInformationalVersionAttribute";

    /// <returns>Null: no assembly.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static ContentDigest? Of(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            if (!image.HasMetadata)
                return null;
            var metadata = image.GetMetadataReader();
            if (!metadata.IsAssembly)
                return null;
            // Sorted: the order of tables is that in which a compiler came across names.
            var lines = Lines(image.PEHeaders, metadata).Append(Line("version", FileVersionInfo.GetVersionInfo(path).FileVersion ?? "")).Order(StringComparer.Ordinal);
            return ContentDigest.Of(Encoding.UTF8.GetBytes(string.Concat(lines)));
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Lines(PEHeaders headers, MetadataReader metadata)
    {
        string Text(StringHandle handle) => metadata.GetString(handle);
        string Hex(BlobHandle handle) => Convert.ToHexString(metadata.GetBlobBytes(handle));
        string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
        yield return Line("machine", headers.CoffHeader.Machine.ToString(), Number((int)(headers.CorHeader?.Flags ?? 0)), metadata.MetadataVersion);
        var assembly = metadata.GetAssemblyDefinition();
        yield return Line("assembly", Text(assembly.Name), assembly.Version.ToString(), Text(assembly.Culture), Hex(assembly.PublicKey), Number((int)assembly.Flags));
        foreach (var reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
            yield return Line("reference", Text(reference.Name), reference.Version.ToString(), Text(reference.Culture), Hex(reference.PublicKeyOrToken), Number((int)reference.Flags));
        foreach (var file in metadata.AssemblyFiles.Select(metadata.GetAssemblyFile))
            yield return Line("file", Text(file.Name));
        foreach (var attribute in assembly.GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            var name = TypeOf(attribute.Constructor, metadata);
            if (name != Stamped)
                yield return Line("attribute", name, Hex(attribute.Value));
        }
    }

    private static string TypeOf(EntityHandle constructor, MetadataReader metadata)
    {
        var type = constructor.Kind == HandleKind.MemberReference
            ? metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        return type.Kind switch
        {
            HandleKind.TypeReference => Name(metadata.GetTypeReference((TypeReferenceHandle)type) is var t ? (t.Namespace, t.Name) : default),
            HandleKind.TypeDefinition => Name(metadata.GetTypeDefinition((TypeDefinitionHandle)type) is var t ? (t.Namespace, t.Name) : default),
            _ => "",
        };

        string Name((StringHandle Space, StringHandle Own) name) => $"{metadata.GetString(name.Space)}.{metadata.GetString(name.Own)}";
    }

    private static string Line(params string[] fields) => string.Join(' ', fields.Select(KeyField.Escape)) + "\n";
}
