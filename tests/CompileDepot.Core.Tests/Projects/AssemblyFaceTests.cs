using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class AssemblyFaceTests
{
    private const string Body = "public class A { public int M() => 1; }";
    private const string Versions = "[assembly: System.Reflection.AssemblyFileVersion(\"1.0.0.0\")] [assembly: System.Reflection.AssemblyInformationalVersion(\"1.0.0+c0ffee\")] ";

    [TestMethod]
    [DataRow("=> 1", "=> 2")]
    [DataRow("public int M", "private int M")]
    [DataRow("c0ffee", "decade")]
    public void Of_IsTheSame_WhateverNobodyReads(string before, string after) => Assert.AreEqual(Face(Versions + Body), Face(Versions + Body.Replace(before, after, StringComparison.Ordinal)));

    [TestMethod]
    [DataRow("FileVersion(\"1.0.0.0\")", "FileVersion(\"1.0.0.1\")")]
    [DataRow("[assembly: System.Reflection.AssemblyFileVersion", "[assembly: System.Reflection.AssemblyVersion(\"2.0.0.0\")] [assembly: System.Reflection.AssemblyFileVersion")]
    [DataRow("[assembly: System.Reflection.AssemblyFileVersion", "[assembly: System.Runtime.Versioning.TargetFramework(\"x\")] [assembly: System.Reflection.AssemblyFileVersion")]
    public void Of_IsAnother_WhereTheSdkReads(string before, string after)
    {
        var source = Versions + Body;
        Assert.Contains(before, source);
        Assert.AreNotEqual(Face(source), Face(source.Replace(before, after, StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Of_CountsFilesThatTheManifestNames() => Assert.AreNotEqual(Face(Assemblies.WithManifest(false)), Face(Assemblies.WithManifest(false, ("a.netmodule", true))));

    [TestMethod]
    public void Of_IsNull_WhereThereIsNoAssembly()
    {
        using var folder = new TempFolder();
        Assert.IsNull(AssemblyFace.Of(folder.Write("a.dll", "text")));
        Assert.IsNull(AssemblyFace.Of(folder.Write("b.dll", "")));
    }

    private static ContentDigest? Face(string source) => Face(Assemblies.Compile(source, "/a.cs").Image);

    private static ContentDigest? Face(byte[] image)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["a.dll"], image);
        return AssemblyFace.Of(folder["a.dll"]) ?? throw new AssertFailedException("no assembly");
    }
}
