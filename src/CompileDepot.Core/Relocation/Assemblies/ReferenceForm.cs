using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using CompileDepot.Core.Collections;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// What a reference assembly means to a compile, without what it contributes to collections: a new contribution is no reason to compile who refers to it. The bytes can't tell: one attribute more moves all heaps, adds references to types
/// in the middle of a table, and with them changes the numbers in signatures. So the metadata are taken apart and written down by names. Only for assemblies that define the attribute classes; and only for reference assemblies, which
/// have no code that would refer to metadata in ways of its own. References to other assemblies stay, used or not: generators look at them. Resources stay as they are; F# keeps
/// attributes in one of its own, so that a contribution by attribute in F# still counts. Ids, which are hashes of all the rest, are left out.
/// </summary>
internal sealed class ReferenceForm
{
    /// <summary>Tables without which no compiler makes reference assemblies, or which are read with their owners below. Rows in any other: not understood.</summary>
    private static readonly TableIndex[] Known =
    [
        TableIndex.Module, TableIndex.TypeRef, TableIndex.TypeDef, TableIndex.Field, TableIndex.MethodDef, TableIndex.Param, TableIndex.InterfaceImpl, TableIndex.MemberRef, TableIndex.Constant, TableIndex.CustomAttribute,
        TableIndex.FieldMarshal, TableIndex.DeclSecurity, TableIndex.ClassLayout, TableIndex.FieldLayout, TableIndex.EventMap, TableIndex.Event, TableIndex.PropertyMap, TableIndex.Property, TableIndex.MethodSemantics, TableIndex.MethodImpl,
        TableIndex.ModuleRef, TableIndex.TypeSpec, TableIndex.ImplMap, TableIndex.Assembly, TableIndex.AssemblyRef, TableIndex.File, TableIndex.ExportedType, TableIndex.ManifestResource, TableIndex.NestedClass, TableIndex.GenericParam,
        TableIndex.GenericParamConstraint,
    ];

    // ldnull, throw.
    private static readonly byte[] NoCode = [0x14, 0x7a];

    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly IReadOnlyDictionary<MethodDefinitionHandle, CollectionKind> _contributing;
    private readonly ReferenceNames _names;
    private readonly BinaryWriter _form;
    private int _attributes;

    private ReferenceForm(PEReader image, MetadataReader metadata, IReadOnlyDictionary<MethodDefinitionHandle, CollectionKind> contributing, BinaryWriter form)
    {
        (_image, _metadata, _contributing) = (image, metadata, contributing);
        (_names, _form) = (new(metadata), form);
    }

    /// <summary>Null for assemblies of other kinds, and for what is not understood: those count as they are.</summary>
    public static byte[]? TryWrite(byte[] assembly)
    {
        // A search of the bytes, which costs next to nothing, is all that others pay.
        if (assembly.AsSpan().IndexOf("CompileDepot\0"u8) < 0)
            return null;
        using var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
        var metadata = image.GetMetadataReader();
        if (!metadata.IsAssembly || Enum.GetValues<TableIndex>().Except(Known).Any(t => metadata.GetTableRowCount(t) > 0) || ContributionAttributes.Constructors(metadata) is not { Count: > 0 } contributing)
            return null;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var form = new ReferenceForm(image, metadata, contributing, writer);
        return form.IsReferenceAssembly() && form.TryWrite() ? stream.ToArray() : null;
    }

    private bool IsReferenceAssembly() => _metadata.GetAssemblyDefinition().GetCustomAttributes().Any(a =>
        _metadata.GetCustomAttribute(a).Constructor is { Kind: HandleKind.MemberReference } constructor
        && _metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
        && _metadata.StringComparer.Equals(_metadata.GetTypeReference((TypeReferenceHandle)type).Name, "ReferenceAssemblyAttribute"));

    private bool TryWrite()
    {
        Write("compiledepot-reference 1", _metadata.MetadataVersion, Text(_metadata.GetModuleDefinition().Name));
        var (coff, header, cor) = (_image.PEHeaders.CoffHeader, _image.PEHeaders.PEHeader!, _image.PEHeaders.CorHeader!);
        Write((int)coff.Machine, (int)coff.Characteristics, (int)header.Magic, (int)header.Subsystem, (int)header.DllCharacteristics, (int)cor.Flags, cor.EntryPointTokenOrRelativeVirtualAddress);
        var assembly = _metadata.GetAssemblyDefinition();
        Write(Text(assembly.Name), assembly.Version.ToString(), Text(assembly.Culture));
        Write((int)assembly.Flags, (int)assembly.HashAlgorithm);
        Write(assembly.PublicKey);
        // Attributes of contributions bring references to assemblies in any place of the table.
        Write([.. _metadata.AssemblyReferences.Select(r => _names.Of((EntityHandle)r)).Order(StringComparer.Ordinal)]);
        foreach (var handle in _metadata.AssemblyReferences)
            Attributes(handle);
        Attributes(EntityHandle.ModuleDefinition);
        Attributes(EntityHandle.AssemblyDefinition);
        Security(assembly.GetDeclarativeSecurityAttributes());
        Files();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            if (!TryType(handle))
                return false;
        }
        // An attribute that was not met is of a kind of owner that is not known here.
        return _attributes == _metadata.CustomAttributes.Count;
    }

    private void Files()
    {
        for (var row = 1; row <= _metadata.GetTableRowCount(TableIndex.ModuleRef); row++)
        {
            Write("module", Text(_metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name));
            Attributes(MetadataTokens.ModuleReferenceHandle(row));
        }
        foreach (var handle in _metadata.AssemblyFiles)
        {
            var file = _metadata.GetAssemblyFile(handle);
            Write("file", Text(file.Name), file.ContainsMetadata ? "metadata" : "");
            Write(file.HashValue);
            Attributes(handle);
        }
        foreach (var handle in _metadata.ExportedTypes)
        {
            var type = _metadata.GetExportedType(handle);
            Write("exported", Text(type.Namespace), Text(type.Name), _names.Of(type.Implementation));
            Write((int)type.Attributes, type.GetTypeDefinitionId());
            Attributes(handle);
        }
        foreach (var handle in _metadata.ManifestResources)
        {
            var resource = _metadata.GetManifestResource(handle);
            Write("resource", Text(resource.Name), _names.Of(resource.Implementation));
            Write((int)resource.Attributes);
            if (resource.Implementation.IsNil)
                Resource(checked((int)resource.Offset));
            Attributes(handle);
        }
    }

    // Its length, in four bytes, stands before it.
    private void Resource(int offset)
    {
        var reader = _image.GetSectionData(_image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress).GetReader();
        reader.Offset = offset;
        WriteBytes(reader.ReadBytes(reader.ReadInt32()));
    }

    private bool TryType(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var layout = type.GetLayout();
        Write("type", Text(type.Namespace), Text(type.Name), _names.Of(type.BaseType), _names.Of(type.GetDeclaringType()));
        Write((int)type.Attributes, layout.IsDefault ? -1 : layout.PackingSize, layout.Size);
        Attributes(handle);
        Security(type.GetDeclarativeSecurityAttributes());
        Parameters(type.GetGenericParameters());
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Write("implements", _names.Of(_metadata.GetInterfaceImplementation(implemented).Interface));
            Attributes(implemented);
        }
        foreach (var field in type.GetFields())
            Field(field);
        foreach (var method in type.GetMethods())
        {
            if (!TryMethod(method))
                return false;
        }
        foreach (var property in type.GetProperties())
            Property(property);
        foreach (var @event in type.GetEvents())
            Event(@event);
        foreach (var implementation in type.GetMethodImplementations().Select(_metadata.GetMethodImplementation))
            Write("overrides", _names.Of(implementation.MethodDeclaration), _names.Of(implementation.MethodBody));
        return true;
    }

    private void Field(FieldDefinitionHandle handle)
    {
        var field = _metadata.GetFieldDefinition(handle);
        Write("field", Text(field.Name), field.DecodeSignature(_names, null));
        Write((int)field.Attributes, field.GetOffset());
        Write(field.GetMarshallingDescriptor());
        Constant(field.GetDefaultValue());
        Attributes(handle);
    }

    private bool TryMethod(MethodDefinitionHandle handle)
    {
        var method = _metadata.GetMethodDefinition(handle);
        Write("method", Text(method.Name), ReferenceNames.Signature(method.DecodeSignature(_names, null)));
        Write((int)method.Attributes, (int)method.ImplAttributes, method.RelativeVirtualAddress == 0 ? 0 : 1);
        if (method.Attributes.HasFlag(System.Reflection.MethodAttributes.PinvokeImpl))
        {
            var import = method.GetImport();
            Write("import", Text(import.Name), _names.Of(import.Module));
            Write((int)import.Attributes);
        }
        Attributes(handle);
        Security(method.GetDeclarativeSecurityAttributes());
        Parameters(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
        {
            var definition = _metadata.GetParameter(parameter);
            Write("parameter", Text(definition.Name));
            Write((int)definition.Attributes, definition.SequenceNumber);
            Write(definition.GetMarshallingDescriptor());
            Constant(definition.GetDefaultValue());
            Attributes(parameter);
        }
        return method.RelativeVirtualAddress == 0 || _image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes().AsSpan().SequenceEqual(NoCode);
    }

    private void Property(PropertyDefinitionHandle handle)
    {
        var property = _metadata.GetPropertyDefinition(handle);
        var accessors = property.GetAccessors();
        Write(["property", Text(property.Name), ReferenceNames.Signature(property.DecodeSignature(_names, null)), _names.Of(accessors.Getter), _names.Of(accessors.Setter), .. accessors.Others.Select(o => _names.Of((EntityHandle)o))]);
        Write((int)property.Attributes);
        Constant(property.GetDefaultValue());
        Attributes(handle);
    }

    private void Event(EventDefinitionHandle handle)
    {
        var @event = _metadata.GetEventDefinition(handle);
        var accessors = @event.GetAccessors();
        Write(["event", Text(@event.Name), _names.Of(@event.Type), _names.Of(accessors.Adder), _names.Of(accessors.Remover), _names.Of(accessors.Raiser), .. accessors.Others.Select(o => _names.Of((EntityHandle)o))]);
        Write((int)@event.Attributes);
        Attributes(handle);
    }

    private void Parameters(GenericParameterHandleCollection parameters)
    {
        foreach (var handle in parameters)
        {
            var parameter = _metadata.GetGenericParameter(handle);
            Write("generic", Text(parameter.Name));
            Write((int)parameter.Attributes, parameter.Index);
            Attributes(handle);
            foreach (var constraint in parameter.GetConstraints())
            {
                Write("constraint", _names.Of(_metadata.GetGenericParameterConstraint(constraint).Type));
                Attributes(constraint);
            }
        }
    }

    private void Attributes(EntityHandle owner)
    {
        foreach (var handle in _metadata.GetCustomAttributes(owner))
        {
            _attributes++;
            var attribute = _metadata.GetCustomAttribute(handle);
            if (owner.Kind == HandleKind.AssemblyDefinition && attribute.Constructor.Kind == HandleKind.MethodDefinition && _contributing.ContainsKey((MethodDefinitionHandle)attribute.Constructor))
                continue;
            Write("attribute", _names.Of(attribute.Constructor));
            Write(attribute.Value);
        }
    }

    private void Security(DeclarativeSecurityAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_metadata.GetDeclarativeSecurityAttribute))
        {
            Write("security");
            Write((int)attribute.Action);
            Write(attribute.PermissionSet);
        }
    }

    private void Constant(ConstantHandle handle)
    {
        if (handle.IsNil)
            return;
        var constant = _metadata.GetConstant(handle);
        Write("constant");
        Write((int)constant.TypeCode);
        Write(constant.Value);
    }

    private string Text(StringHandle handle) => _metadata.GetString(handle);

    // Everything is told with its kind and its length, so that different facts are different bytes.
    private void Write(params ReadOnlySpan<string> texts)
    {
        _form.Write((byte)'s');
        _form.Write(texts.Length);
        foreach (var text in texts)
            _form.Write(text);
    }

    private void Write(params ReadOnlySpan<int> numbers)
    {
        _form.Write((byte)'n');
        _form.Write(numbers.Length);
        foreach (var number in numbers)
            _form.Write(number);
    }

    private void Write(BlobHandle blob) => WriteBytes(blob.IsNil ? [] : _metadata.GetBlobBytes(blob));

    private void WriteBytes(byte[] bytes)
    {
        _form.Write((byte)'b');
        _form.Write(bytes.Length);
        _form.Write(bytes);
    }
}
