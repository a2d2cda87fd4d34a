using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// What metadata refer to, in words that depend on no numbers of references: a type of another assembly by its name, a type of the assembly itself by its row, which no attribute moves. Different things have different words: names are quoted
/// wherever others follow.
/// </summary>
internal sealed class ReferenceNames(MetadataReader metadata) : ISignatureTypeProvider<string, object?>
{
    private readonly Dictionary<EntityHandle, string> _known = [];

    public string Of(EntityHandle handle)
    {
        if (handle.IsNil)
            return "";
        if (!_known.TryGetValue(handle, out var name))
            _known[handle] = name = Describe(handle);
        return name;
    }

    public static string Signature(MethodSignature<string> signature) => $"{signature.Header.RawValue}`{signature.GenericParameterCount}({signature.RequiredParameterCount} {signature.ReturnType} {string.Join(' ', signature.ParameterTypes)})";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => $"{rawTypeKind}:{Of(handle)}";

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => $"{rawTypeKind}:{Of(handle)}";

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => $"{rawTypeKind}:{Of(handle)}";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank} {string.Join(',', shape.Sizes)} {string.Join(',', shape.LowerBounds)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => $"{elementType} pinned";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(' ', typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"fn{Signature(signature)}";

    private string Describe(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
                return $"({Of(type.ResolutionScope)}){Quoted(type.Namespace)}{Quoted(type.Name)}";
            case HandleKind.AssemblyReference:
                var assembly = metadata.GetAssemblyReference((AssemblyReferenceHandle)handle);
                return $"[{Quoted(assembly.Name)}{assembly.Version} {Quoted(assembly.Culture)}{Bytes(assembly.PublicKeyOrToken)} {(int)assembly.Flags} {Bytes(assembly.HashValue)}]";
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                var signature = member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(this, null) : Signature(member.DecodeMethodSignature(this, null));
                return $"({Of(member.Parent)}){Quoted(member.Name)}{signature}";
            case HandleKind.TypeSpecification:
                return $"({metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null)})";
            default:
                return $"{handle.Kind}#{MetadataTokens.GetRowNumber(handle)}";
        }
    }

    private string Quoted(StringHandle text) => metadata.GetString(text) is var plain ? $"{plain.Length}'{plain}'" : "";

    private string Bytes(BlobHandle blob) => blob.IsNil ? "-" : Convert.ToHexString(metadata.GetBlobBytes(blob));
}
