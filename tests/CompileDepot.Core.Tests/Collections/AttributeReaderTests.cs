using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Collections;

[TestClass]
public sealed class AttributeReaderTests
{
    [TestMethod]
    public void Read_GivesContributionsInOrder_OfAllOverloads()
    {
        const string source = """
            [assembly: CompileSeq("routes", "GET /\t")]
            [assembly: CompileCounter("tests", 3)]
            [assembly: System.Reflection.AssemblyTitle("routes")]
            [assembly: CompileSeq("routes", 5)]
            [assembly: CompileSeq("routes", 5000000000)]
            [assembly: CompileSeq("routes", (byte)200)]
            [assembly: CompileSeq("routes", true)]
            [assembly: CompileSeq("routes", My.Color.Green)]
            [assembly: CompileSeq("routes", My.Outer.Tiny.Low)]
            [assembly: CompileSeq("routes", (My.Color)77)]
            [assembly: CompileSeq("routes", System.DayOfWeek.Friday)]
            [assembly: CompileSeq("routes", typeof(My.Outer.Inner<>))]
            [assembly: CompileSeq("routes", typeof(System.Collections.Generic.KeyValuePair<My.Color, int>))]
            [assembly: CompileSeq("services", typeof(My.Outer), "Map")]
            [assembly: CompileTable("messages", "ping", typeof(My.Color))]
            [assembly: CompileTable("messages", "pong", typeof(My.Outer), nameof(My.Outer.Map))]
            [assembly: CompileTable("messages", "text", "x")]
            [assembly: CompileCounter("tests", -4L)]
            namespace My
            {
                public enum Color { Red, Green, Lime = 1 }
                public class Outer { public enum Tiny : sbyte { Low = -1 } public class Inner<T> { } public static void Map() { } }
            }
            """;
        CollectionAssert.AreEqual(
            new[]
            {
                "seq routes string GET /\\t",
                "counter tests int 3",
                "seq routes int 5",
                "seq routes int 5000000000",
                "seq routes int 200",
                "seq routes bool true",
                "seq routes enum My.Color a Green",
                "seq routes enum My.Outer+Tiny a Low",
                "seq routes enum My.Color a 77",
                "seq routes enum System.DayOfWeek System.Private.CoreLib Friday",
                "seq routes type My.Outer+Inner`1 a",
                "seq routes type System.Collections.Generic.KeyValuePair`2[[My.Color, a],[System.Int32, System.Private.CoreLib]] System.Private.CoreLib",
                "seq services method My.Outer a Map",
                "table messages ping type My.Color a",
                "table messages pong method My.Outer a Map",
                "table messages text string x",
                "counter tests int -4",
            },
            Read(source, out var problems, CoreLibrary));
        Assert.IsEmpty(problems);
    }

    [TestMethod]
    public void Read_ReadsAReferenceOnce_HoweverManyValuesAreOfItsEnumeration()
    {
        var asked = 0;
        var days = string.Concat(Enumerable.Range(0, 7).Select(d => $"[assembly: CompileSeq(\"c\", (System.DayOfWeek){d})]\n"));
        Assert.AreEqual("seq c enum System.DayOfWeek System.Private.CoreLib Saturday", Read(days, out _, n => asked++ >= 0 ? CoreLibrary(n) : null)[6]);
        Assert.AreEqual(1, asked);
    }

    [TestMethod]
    public void Read_GivesTheNumber_WhenNobodyKnowsTheEnumeration()
    {
        const string source = "[assembly: CompileSeq(\"c\", System.DayOfWeek.Friday)]";
        CollectionAssert.AreEqual(new[] { "seq c enum System.DayOfWeek System.Private.CoreLib 5" }, Read(source, out _));
        CollectionAssert.AreEqual(new[] { "seq c enum System.DayOfWeek System.Private.CoreLib 5" }, Read(source, out _, _ => [1, 2, 3]), "a reference that is none");
    }

    [TestMethod]
    [DataRow("CompileSeq(\"c\", (string)null)", "[assembly: CompileSeq(c, null)]: a value is missing")]
    [DataRow("CompileSeq(\"c\", 1.5)", "a value is missing, or is none that a collection can hold")]
    [DataRow("CompileSeq(\"c\", new[] { 1, 2 })", "a value is missing, or is none that a collection can hold")]
    [DataRow("CompileSeq(null, \"a\")", "a value is missing")]
    [DataRow("CompileSeq(\"\", \"a\")", "the collection has no name")]
    [DataRow("CompileTable(\"c\", \"\", 1)", "an entry of the table 'c' has no key")]
    [DataRow("CompileSeq(\"c\", typeof(object), \"\")", "a value is missing")]
    public void Read_GivesAProblem_WhenAnAttributeMeansNothing(string attribute, string message)
    {
        CollectionAssert.AreEqual(new[] { "seq c string good" }, Read($"[assembly: {attribute}]\n[assembly: CompileSeq(\"c\", \"good\")]", out var problems));
        Assert.AreEqual(DiagnosticCodes.BadContribution, problems.Single().Code);
        Assert.Contains(message, problems.Single().Message);
    }

    /// <summary>A public class of the name is somebody else's; so is one in another namespace, and one that a reference defines.</summary>
    [TestMethod]
    [DataRow("[assembly: CompileDepot.CompileSeq(\"c\", \"a\")] namespace CompileDepot { public class CompileSeqAttribute(string n, object v) : System.Attribute { } }")]
    [DataRow("[assembly: Other.CompileSeq(\"c\", \"a\")] namespace Other { class CompileSeqAttribute(string n, object v) : System.Attribute { } }")]
    [DataRow("[assembly: CompileDepot.CompileListAttribute(\"c\", \"a\")] namespace CompileDepot { class CompileListAttribute(string n, object v) : System.Attribute { } }")]
    [DataRow("[CompileDepot.CompileSeq(\"c\", \"a\")] class A; namespace CompileDepot { class CompileSeqAttribute(string n, object v) : System.Attribute { } }")]
    public void Read_GivesNothing_WhenTheAttributesAreNotOurs(string source)
    {
        Assert.IsEmpty(AttributeReader.Read(Assemblies.Compile(source, "a.cs").Image, out var problems));
        Assert.IsEmpty(problems);
    }

    [TestMethod]
    public void Read_GivesContributions_OfFSharp()
    {
        const string attributes = """
            namespace CompileDepot
            [<System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)>]
            type internal CompileSeqAttribute(name: string, value: obj) =
                inherit System.Attribute()

            """;
        const string library = """
            namespace Lib
            type Shape = Circle of radius: float | Square of side: float
            module Contributions =
                [<assembly: CompileDepot.CompileSeq("routes", "GET /"); assembly: CompileDepot.CompileSeq("routes", typeof<Shape>); assembly: CompileDepot.CompileSeq("routes", System.DayOfWeek.Friday)>]
                do ()

            """;
        using var folder = new TempFolder();
        SdkCompilers.Fsc(folder.Path, [.. SdkCompilers.References, "-r:" + SdkCompilers.FSharpCore, "--noframework", "--deterministic+", "--nologo", "--target:library", "-o:" + folder["f.dll"], "--refout:" + folder["f.ref.dll"], folder.Write("a.fs", attributes), folder.Write("b.fs", library)]);
        foreach (var image in new[] { "f.dll", "f.ref.dll" })
        {
            CollectionAssert.AreEqual(
                new[] { "seq routes string GET /", "seq routes type Lib.Shape f", "seq routes enum System.DayOfWeek System.Runtime 5" },
                AttributeReader.Read(File.ReadAllBytes(folder[image]), out var problems).Select(c => c.ToString().Replace('\t', ' ')).ToArray(),
                image);
            Assert.IsEmpty(problems);
        }
    }

    [TestMethod]
    public void Read_Throws_WhenItIsNoAssembly() => Assert.ThrowsExactly<BadImageFormatException>(() => AttributeReader.Read([1, 2, 3], out _));

    private static byte[]? CoreLibrary(string name) => name == typeof(object).Assembly.GetName().Name ? File.ReadAllBytes(typeof(object).Assembly.Location) : null;

    private static string[] Read(string source, out IReadOnlyList<CollectionProblem> problems, Func<string, byte[]?>? reference = null) =>
        [.. AttributeReader.Read(Assemblies.Compile("using CompileDepot;\n" + source + AttributeSource.Text, "a.cs").Image, out problems, reference).Select(c => c.ToString().Replace('\t', ' '))];
}
