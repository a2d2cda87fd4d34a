using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompileDepot.Generators.Tests.Sources;

/// <summary>The sources that the SDK adds to projects: in whichever project, they compile without a word.</summary>
[TestClass]
public sealed class AttributeSourceTests
{
    private const string Uses = """
        using CompileDepot;
        [assembly: CompileSeq("c", "x"), CompileSeq("c", 1), CompileSeq("c", true), CompileSeq("c", typeof(int)), CompileSeq("c", typeof(string), "Join")]
        [assembly: CompileTable("t", "k", System.DayOfWeek.Friday), CompileTable("t", "m", typeof(string), "Join"), CompileCounter("n", 3), CompileCounter("n", -1L)]
        """;

    [TestMethod]
    [DataRow(LanguageVersion.CSharp7_3)]
    [DataRow(LanguageVersion.CSharp8)]
    [DataRow(LanguageVersion.CSharp11)]
    [DataRow(LanguageVersion.Latest)]
    public void Sources_GiveNoWarnings_InEachVersion(LanguageVersion version)
    {
        foreach (var embedded in new[] { false, true })
            AssertQuiet(new TestCompilation(Uses, version: version, embedded: embedded).Compilation);
    }

    [TestMethod]
    public void Embedded_IsSharedWithOthersThatDeclareIt()
    {
        var test = new TestCompilation(Uses);
        AssertQuiet(test.Compilation.AddSyntaxTrees(test.Tree("namespace Microsoft.CodeAnalysis { internal sealed partial class EmbeddedAttribute : global::System.Attribute { } }", "Other.cs")));
    }

    [TestMethod]
    public void Attributes_AreNotSeenByFriends()
    {
        var friend = new TestCompilation(Uses + "\n[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")]").Compilation.WithAssemblyName("Lib");
        AssertQuiet(new TestCompilation(Uses).Compilation.AddReferences(AsImage(friend)));
        // Without it, they are: what the test above would find.
        var seen = new TestCompilation(Uses + "\n[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")]", embedded: false).Compilation.WithAssemblyName("Lib");
        Assert.Contains("CS0436", new TestCompilation(Uses).Compilation.AddReferences(AsImage(seen)).GetDiagnostics().Select(d => d.Id));
    }

    private static PortableExecutableReference AsImage(Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.IsTrue(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static void AssertQuiet(Compilation compilation)
    {
        using var image = new MemoryStream();
        var loud = compilation.Emit(image).Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Hidden).ToList();
        Assert.IsEmpty(loud, string.Join("\n", loud));
    }
}
