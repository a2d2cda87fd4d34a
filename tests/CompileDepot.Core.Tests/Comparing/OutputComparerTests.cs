using System.Text;
using CompileDepot.Core.Comparing;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Comparing;

[TestClass]
public sealed class OutputComparerTests
{
    private const string First = "/tmp/one";
    private const string Second = "/tmp/at-another/path/two";

    private readonly OutputComparer _comparer = new(First, Second);

    [TestMethod]
    public void CompareImages_IsNull_WhenThePlaceAloneDiffers()
    {
        const string Source = "public class A { public string Where([System.Runtime.CompilerServices.CallerFilePath] string p = \"\") => p; public string Who() => Where(); }";
        Assert.IsNull(Compare(Source, Source));
        Assert.AreNotEqual(Convert.ToHexString(Compile(Source, First).Image), Convert.ToHexString(Compile(Source, Second).Image), "which does show in the bytes");
    }

    [TestMethod]
    [DataRow("public class A { public string B() => \"@\"; }", "2026-03-01 12:00:00", "2026-03-01 12:00:09", DifferenceCause.Text, DifferenceKind.Time)]
    [DataRow("public class A { public string B() => \"x @ y\"; }", "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7", DifferenceCause.Text, DifferenceKind.Random)]
    [DataRow("public class A { public string B() => \"@\"; }", "639100000000000000", "639100000090000000", DifferenceCause.Text, DifferenceKind.Time)]
    [DataRow("public class A { public string B() => \"@\"; }", "left", "right", DifferenceCause.Text, DifferenceKind.Unknown)]
    [DataRow("[assembly: System.Reflection.AssemblyTitle(\"@\")] public class A;", "of 12:00:00", "of 12:00:09", DifferenceCause.Attribute, DifferenceKind.Time)]
    [DataRow("[assembly: System.Reflection.AssemblyVersion(\"1.2.3.@\")] public class A;", "4", "5", DifferenceCause.Version, DifferenceKind.Time)]
    [DataRow("public class A { public int B() => @; }", "1", "2", DifferenceCause.Code, DifferenceKind.Unknown)]
    [DataRow("public class A { public int B@() => 0; }", "left", "right", DifferenceCause.Names, DifferenceKind.Unknown)]
    [DataRow("[assembly: System.Reflection.AssemblyTitle(\"in @\")] public class A;", First, Second, DifferenceCause.TreePath, DifferenceKind.Unknown)]
    public void CompareImages_NamesThePartAndWhatItLooksLike(string source, string one, string other, DifferenceCause cause, DifferenceKind kind)
    {
        var difference = Compare(source.Replace("@", one, StringComparison.Ordinal), source.Replace("@", other, StringComparison.Ordinal));
        Assert.IsNotNull(difference);
        Assert.AreEqual((cause, kind), (difference.Cause, difference.Kind), difference.What);
        Assert.IsGreaterThan(3, difference.What.Length);
    }

    [TestMethod]
    public void CompareFiles_ShowsTheFirstLineThatDiffers_AndSparesPaths()
    {
        Assert.IsNull(Files($"a\n// {First}/x.cs\n", $"a\n// {Second}/x.cs\n"));
        Assert.IsTrue(_comparer.HoldsPath(Encoding.UTF8.GetBytes($"// {First}/x.cs")));
        Assert.IsFalse(_comparer.HoldsPath(Encoding.UTF8.GetBytes($"// {First}s/x.cs")));
        var lines = Files("a\nmade 10:00:01\nc", "a\nmade 10:00:02\nc\nd")!;
        Assert.AreEqual((DifferenceCause.Line, DifferenceKind.Time, "line 2: \"made 10:00:01\" in the one, \"made 10:00:02\" in the other"), (lines.Cause, lines.Kind, lines.What));
        Assert.AreEqual("line 2: \"\" in the one, \"b\" in the other", Files("a", "a\nb")!.What);
        Assert.AreEqual(DifferenceCause.Bytes, Files("a\0b", "a\0c")!.Cause);
        // Cut to what differs.
        var far = Files(new string('x', 300) + "left" + new string('y', 300), new string('x', 300) + "right" + new string('y', 300))!.What;
        StringAssert.Contains(far, "xleft");
        Assert.IsLessThan(260, far.Length);
        // What goes before it is shown counts for nothing.
        var indented = new string(' ', 200) + new string('x', 60) + "@" + new string('y', 200);
        StringAssert.Contains(Files(indented.Replace("@", "left", StringComparison.Ordinal), indented.Replace("@", "right", StringComparison.Ordinal))!.What, "xlefty");
    }

    private OutputDifference? Files(string one, string other) => _comparer.CompareFiles(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private OutputDifference? Compare(string one, string other)
    {
        var (first, second) = (Compile(one, First), Compile(other, Second));
        return _comparer.CompareImages("a.dll", first.Image, first.Pdb, second.Image, second.Pdb);
    }

    private static (byte[] Image, byte[] Pdb) Compile(string source, string root) => Assemblies.Compile(source, $"{root}/A.cs", pdb: $"{root}/obj/a.pdb");
}
