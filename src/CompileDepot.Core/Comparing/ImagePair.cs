using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Assemblies;

namespace CompileDepot.Core.Comparing;

/// <summary>Two images that should be the same, and are not: finds the first part that tells why. What is a consequence of everything (ids, offsets) is not asked; a path moves all that follows it.</summary>
internal sealed class ImagePair(string name, byte[] first, byte[] second, PlaceMap firstMap, PlaceMap secondMap, string firstRoot)
{
    /// <summary>Null where nothing but debug information can be the cause.</summary>
    public OutputDifference? Find()
    {
        try
        {
            using var a = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(first));
            using var b = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(second));
            return a.HasMetadata && b.HasMetadata ? Find(a, b) : OfBytes();
        }
        catch (Exception e) when (ImageRewriter.IsRefusal(e))
        {
            return OfBytes();
        }
    }

    private OutputDifference? Find(PEReader a, PEReader b)
    {
        var (x, y) = (a.GetMetadataReader(), b.GetMetadataReader());
        // F# has no such entry, and is deterministic by default nonetheless: there the ids tell, which come last.
        if (!IsReproducible(a) && a.ReadDebugDirectory().Length > 0 && !FSharpImage.IsMadeByFSharp(x))
            return new OutputDifference(DifferenceCause.NotDeterministic, DifferenceKind.Unknown, "time stamp and module version id, which are new in each compile");
        return Version(x, y) ?? Resources(a, b, x, y) ?? Attributes(x, y) ?? Strings(x, y) ?? TreePath() ?? Names(x, y) ?? Bodies(a, b, x, y);
    }

    private static bool IsReproducible(PEReader image) => image.ReadDebugDirectory().Any(e => e.Type == DebugDirectoryEntryType.Reproducible);

    private static OutputDifference? Version(MetadataReader x, MetadataReader y)
    {
        if (!x.IsAssembly || !y.IsAssembly)
            return null;
        var (one, other) = (x.GetAssemblyDefinition().Version, y.GetAssemblyDefinition().Version);
        return one == other ? null : new OutputDifference(DifferenceCause.Version, DifferenceKind.Time, $"assembly version {one} in the one, {other} in the other");
    }

    private OutputDifference? Resources(PEReader a, PEReader b, MetadataReader x, MetadataReader y)
    {
        var others = Resources(b, y, secondMap);
        foreach (var (key, content) in Resources(a, x, firstMap))
        {
            if (!others.TryGetValue(key, out var twin) || !content.AsSpan().SequenceEqual(twin))
                return new OutputDifference(DifferenceCause.Resource, DifferenceKind.Unknown, $"resource {key}");
        }
        return null;
    }

    private static Dictionary<string, byte[]> Resources(PEReader image, MetadataReader metadata, PlaceMap map)
    {
        var found = new Dictionary<string, byte[]>();
        var directory = image.PEHeaders.CorHeader!.ResourcesDirectory;
        foreach (var resource in metadata.ManifestResources.Select(metadata.GetManifestResource).Where(r => r.Implementation.IsNil))
        {
            var section = image.GetSectionData(directory.RelativeVirtualAddress);
            var reader = section.GetReader((int)resource.Offset, section.Length - (int)resource.Offset);
            found[metadata.GetString(resource.Name)] = map.Replace(reader.ReadBytes(reader.ReadInt32()));
        }
        return found;
    }

    private OutputDifference? Attributes(MetadataReader x, MetadataReader y)
    {
        var (ours, others) = (Attributes(x, firstMap), Attributes(y, secondMap));
        foreach (var ((type, value), (otherType, otherValue)) in ours.Zip(others))
        {
            if (type != otherType || value != otherValue)
                return new OutputDifference(DifferenceCause.Attribute, TwoTexts.Kind(value, otherValue), $"attribute {type} of the assembly: {TwoTexts.Describe(value, otherValue)}");
        }
        return null;
    }

    private static List<(string Type, string Value)> Attributes(MetadataReader metadata, PlaceMap map) => !metadata.IsAssembly ? [] :
    [
        .. metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute)
            .Select(a => (TypeOf(metadata, a.Constructor), Replaced(map, string.Join(", ", Values(a))))),
    ];

    private static IEnumerable<string> Values(CustomAttribute attribute)
    {
        var value = attribute.DecodeValue(AttributeTypes.Instance);
        return value.FixedArguments.Select(f => $"{f.Value}").Concat(value.NamedArguments.Select(n => $"{n.Name} = {n.Value}"));
    }

    private static string Replaced(PlaceMap map, string text) => Encoding.UTF8.GetString(map.Replace(Encoding.UTF8.GetBytes(text)));

    private static string TypeOf(MetadataReader metadata, EntityHandle constructor) => constructor.Kind switch
    {
        HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } parent ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) : "",
        HandleKind.MethodDefinition => metadata.GetString(metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name),
        _ => "",
    };

    private OutputDifference? Strings(MetadataReader x, MetadataReader y)
    {
        var (ours, others) = (Strings(x, firstMap), Strings(y, secondMap));
        var (gone, added) = (ours.Except(others).ToList(), others.Except(ours).ToList());
        if (gone.Count == 0 && added.Count == 0)
            return null;
        var (one, other) = (gone.FirstOrDefault(""), added.FirstOrDefault(""));
        return new OutputDifference(DifferenceCause.Text, TwoTexts.Kind(one, other), $"text {TwoTexts.Describe(one, other)}");
    }

    private static List<string> Strings(MetadataReader metadata, PlaceMap map)
    {
        var found = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil && MetadataTokens.GetHeapOffset(handle) < metadata.GetHeapSize(HeapIndex.UserString); handle = metadata.GetNextHandle(handle))
            found.Add(Replaced(map, metadata.GetUserString(handle)));
        return found;
    }

    // The full path of the PDB is in every assembly, and never the reason.
    private OutputDifference? TreePath() =>
        new RootBoundScanner([firstRoot]) { FindsHashes = false, FindsPdbPath = false }.Find(name, first) is { } found ? new OutputDifference(DifferenceCause.TreePath, DifferenceKind.Unknown, found) : null;

    private static OutputDifference? Names(MetadataReader x, MetadataReader y)
    {
        var (ours, others) = (Names(x).ToHashSet(StringComparer.Ordinal), Names(y).ToHashSet(StringComparer.Ordinal));
        var (gone, added) = (ours.Except(others).FirstOrDefault(), others.Except(ours).FirstOrDefault());
        return gone is null && added is null ? null : new OutputDifference(DifferenceCause.Names, TwoTexts.Kind(gone ?? "", added ?? ""), $"name {TwoTexts.Describe(gone ?? "", added ?? "")}");
    }

    // Types that are local to their files are named by a hash of the path.
    private static IEnumerable<string> Names(MetadataReader metadata)
    {
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            var name = metadata.GetString(type.Name);
            if (name.StartsWith('<'))
                continue;
            yield return name;
            foreach (var method in type.GetMethods())
                yield return $"{name}.{metadata.GetString(metadata.GetMethodDefinition(method).Name)}";
            foreach (var field in type.GetFields())
                yield return $"{name}.{metadata.GetString(metadata.GetFieldDefinition(field).Name)}";
        }
    }

    private static OutputDifference? Bodies(PEReader a, PEReader b, MetadataReader x, MetadataReader y)
    {
        foreach (var (one, other) in x.MethodDefinitions.Zip(y.MethodDefinitions))
        {
            var (method, twin) = (x.GetMethodDefinition(one), y.GetMethodDefinition(other));
            if (method.RelativeVirtualAddress == 0 || twin.RelativeVirtualAddress == 0)
                continue;
            if (!Code(a, method).AsSpan().SequenceEqual(Code(b, twin)))
                return new OutputDifference(DifferenceCause.Code, DifferenceKind.Unknown, $"code of {x.GetString(x.GetTypeDefinition(method.GetDeclaringType()).Name)}.{x.GetString(method.Name)}");
        }
        return null;
    }

    private static byte[] Code(PEReader image, MethodDefinition method) => image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];

    private OutputDifference? OfBytes() =>
        first.AsSpan().SequenceEqual(second) ? null : new OutputDifference(DifferenceCause.Bytes, DifferenceKind.Unknown, $"bytes from {first.AsSpan().CommonPrefixLength(second)} on");
}
