using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Core.Tests.Support;

/// <summary>Small assemblies, as the compiler makes them or by hand.</summary>
internal static class Assemblies
{
    private static readonly MetadataReference[] References = [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)];

    /// <summary>Compiles one file.</summary>
    /// <param name="path">What the compiler is told is the source's path.</param>
    /// <param name="pdb">The path that the assembly says its PDB has.</param>
    public static (byte[] Image, byte[] Pdb) Compile(string source, string path, DebugInformationFormat format = DebugInformationFormat.PortablePdb, string pdb = "a.pdb", bool embedSource = false, string? map = null)
    {
        var text = SourceText.From(source, new System.Text.UTF8Encoding(false));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            deterministic: true,
            sourceReferenceResolver: map is null ? null : new SourceFileResolver([], null, [new KeyValuePair<string, string>(map, "/_/")]));
        var compilation = CSharpCompilation.Create("a", [CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path)], References, options);
        var (image, symbols) = (new MemoryStream(), new MemoryStream());
        var result = compilation.Emit(
            image,
            format == DebugInformationFormat.Embedded ? null : symbols,
            options: new EmitOptions(debugInformationFormat: format, pdbFilePath: pdb),
            embeddedTexts: embedSource ? [EmbeddedText.FromSource(path, text)] : null);
        Assert.IsTrue(result.Success, string.Join('\n', result.Diagnostics));
        return (image.ToArray(), symbols.ToArray());
    }

    /// <summary>An assembly whose manifest names modules, and which may be a type provider. Compilers make such; nothing in .NET loads the former any more.</summary>
    public static byte[] WithManifest(bool typeProvider, params (string Name, bool IsModule)[] files)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("a.dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        metadata.AddAssembly(metadata.GetOrAddString("a"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        foreach (var (name, isModule) in files)
            metadata.AddAssemblyFile(metadata.GetOrAddString(name), metadata.GetOrAddBlob(new byte[20]), isModule);
        if (typeProvider)
        {
            var core = metadata.AddAssemblyReference(metadata.GetOrAddString("FSharp.Core"), new Version(9, 0), default, default, 0, default);
            var type = metadata.AddTypeReference(core, metadata.GetOrAddString("Microsoft.FSharp.Core.CompilerServices"), metadata.GetOrAddString("TypeProviderAssemblyAttribute"));
            var signature = new BlobBuilder();
            new BlobEncoder(signature).MethodSignature(isInstanceMethod: true).Parameters(0, r => r.Void(), _ => { });
            var constructor = metadata.AddMemberReference(type, metadata.GetOrAddString(".ctor"), metadata.GetOrAddBlob(signature));
            metadata.AddCustomAttribute(EntityHandle.AssemblyDefinition, constructor, metadata.GetOrAddBlob(ImmutableArray.Create<byte>(1, 0, 0, 0)));
        }
        var image = new BlobBuilder();
        new ManagedPEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        return image.ToArray();
    }
}
