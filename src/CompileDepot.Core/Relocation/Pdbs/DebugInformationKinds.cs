namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>Kinds of custom debug information that compilers write (Portable PDB specification, and Roslyn's <c>PortableCustomDebugInfoKinds</c>).</summary>
internal static class DebugInformationKinds
{
    public static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    public static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    public static readonly Guid MetadataReferences = new("7E4D4708-096E-4C5C-AEDA-CB10BA6A740D");

    private static readonly Guid DefaultNamespace = new("58B2EAB6-209F-4E4E-A22C-B2D0F910C782");
    private static readonly Guid CompilationOptions = new("B5FEEC05-8CD0-4A83-96DA-466284BB4BD8");

    /// <summary>Those of the module that Roslyn writes before and after the module's imports.</summary>
    public static readonly Guid[] BeforeImports = [DefaultNamespace];
    public static readonly Guid[] AfterImports = [SourceLink, CompilationOptions, MetadataReferences];

    /// <summary>Those of a type.</summary>
    public static readonly Guid[] OfType = [new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3")];

    /// <summary>Those of a local variable or constant, in Roslyn's order: dynamic flags, tuple element names.</summary>
    public static readonly Guid[] OfLocal = [new("83C563C4-B4F3-47D5-B824-BA5441477EA8"), new("ED9FDF71-8879-4747-8ED3-FE5EDE3CE710")];

    /// <summary>Those of a method, in Roslyn's order: steps of async methods, primary constructor, scopes of hoisted locals; slots, lambdas and states for Edit and Continue.</summary>
    public static readonly Guid[] OfMethod =
    [
        new("54FD2AC5-E925-401A-9C2A-F94F171072F8"),
        new("9D40ACE1-C703-4D0E-BF41-7243060A8FB5"),
        new("6DA9A61E-F8C7-4874-BE62-68BC5630DF71"),
        new("755F52A8-91C5-45BE-B4B8-209571E552BD"),
        new("A643004C-0240-496F-A783-30D64F4979DE"),
        new("8B78CD68-2EDE-420B-980B-E15884B8AAA3"),
    ];
}
