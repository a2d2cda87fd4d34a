using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Hashing;

[TestClass]
public sealed class TraitReaderTests
{
    [TestMethod]
    [DataRow("/// <include file='a.xml' path='x'/>", "a.xml")]
    [DataRow("/// <include file=\"a.xml\" path='x'/>", "a.xml")]
    [DataRow("/// <include path='x' file = \"a.xml\" />", "a.xml")]
    [DataRow("/// <include\n///   path='x'\n///   file\n///   =\n///   'a.xml' />", "a.xml")]
    [DataRow("/** <include\n * file=\n * 'a.xml' path='x'/> */", "a.xml")]
    [DataRow("''' <include\n''' file=\n''' 'a.xml' path='x'/>", "a.xml")]
    [DataRow("/// <include file='a&amp;b&#x20;c.xml' path='x'/>", "a&b c.xml")]
    [DataRow("/// <include file='a.xml' path='x'/><include file='b.xml' path='x'/>\n/// <include file='a.xml' path='y'/>", "a.xml;b.xml")]
    [DataRow("/// <include path='x[position()>1]' file='a.xml'/>", "a.xml")]
    [DataRow("/// <include path=\"x[@file='b']\" file='a.xml'/>", "b;a.xml")]
    [DataRow("/// <include path=\"a file=\" file='a.xml'/>", "a.xml")]
    [DataRow("/// <include file='' path='x'/>", "")]
    [DataRow("/// <include path='x'/> <see file='a.xml'/>", null)]
    [DataRow("#include <file.h>\nvar file = \"x\";", null)]
    [DataRow("/// <includes file='a.xml'/>", null)]
    public void Read_FindsIncludedDocumentation_HoweverItIsWritten(string source, string? expected)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes(source)];
            foreach (var extension in new[] { ".cs", ".vb", ".CS", ".fs", ".xml", "" })
                CollectionAssert.AreEqual(expected?.Split(';') ?? [], TraitReader.Read("x" + extension, content).References.ToArray(), extension + encoding.WebName);
        }
    }

    [TestMethod]
    [DataRow("<data name='a' type='System.Resources.ResXFileRef, System.Windows.Forms'><value>..\\a &amp; b.txt;System.String, mscorlib;utf-8</value></data>", "..\\a & b.txt")]
    [DataRow("<data type=\"System.Resources.ResXFileRef\" name=\"a\">\n  <value> \"a;b.bin\";System.Byte[]</value>\n</data>", "a;b.bin")]
    [DataRow("<data name='a'><value>ResXFileRef</value></data>", null)]
    public void Read_FindsLinkedFiles_OfResources(string text, string? expected)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), Encoding.Unicode })
        {
            byte[] content = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
            CollectionAssert.AreEqual(expected is null ? [] : new[] { expected }, TraitReader.Read("Text.resx", content).References.ToArray(), encoding.WebName);
        }
    }

    [TestMethod]
    [DataRow("<RuleSet><Include Path=\"b.ruleset\" Action=\"Default\" /></RuleSet>", "b.ruleset")]
    [DataRow("<RuleSet><Include Action='Default'\n Path='..\\b &amp; c.ruleset' /><Include Path='%X%/d.ruleset'/></RuleSet>", "..\\b & c.ruleset;%X%/d.ruleset")]
    [DataRow("<RuleSet Name='x'><IncludeAll Action='Error'/></RuleSet>", "")]
    public void Read_FindsIncludedRuleSets_WhateverTheirExtension(string text, string expected)
    {
        foreach (var extension in new[] { ".ruleset", ".xml", ".rules" })
            CollectionAssert.AreEqual(expected.Split(';', StringSplitOptions.RemoveEmptyEntries), TraitReader.Read("x" + extension, Encoding.UTF8.GetBytes(text)).References.ToArray());
    }

    [TestMethod]
    [DataRow("[assembly: AssemblyVersion(\"1.0.*\")]", true)]
    [DataRow("[assembly: System.Reflection.AssemblyVersionAttribute ( \"1.*\" )]", true)]
    [DataRow("<Assembly: AssemblyVersion(\"1.0.*\")>", true)]
    [DataRow("[assembly: AssemblyVersion(\"1.0.0\")] // *", false)]
    public void Read_FindsVersionsOfTheClock_WhenThereIsAStar(string source, bool wildcard) => Assert.AreEqual(wildcard, TraitReader.Read("x.cs", Encoding.UTF8.GetBytes(source)).HasWildcardVersion);

    [TestMethod]
    [DataRow("[assembly: AssemblyKeyFile(\"k.snk\")]", true)]
    [DataRow("[assembly: AssemblyKeyFile(Keys.File)]", true)]
    [DataRow("using K = System.Reflection.AssemblyKeyNameAttribute;", true)]
    [DataRow("<Assembly: AssemblyKeyName(\"c\")>", true)]
    [DataRow("[assembly: AssemblyKeyFile(\"\")]", false)]
    [DataRow("[assembly: AssemblyKeyNameAttribute( \"\" )]", false)]
    public void Read_TellsOfKeysThatNoSwitchNames_WhenAttributesDo(string source, bool undeclared) =>
        Assert.AreEqual(undeclared, TraitReader.Read("x.cs", Encoding.UTF8.GetBytes(source)).References.Any(r => r.StartsWith(FileTraits.Undeclared)));

    [TestMethod]
    public void Read_FindsModules_WhenAnAssemblyHasSeveral()
    {
        var traits = TraitReader.Read("a.dll", Assemblies.WithManifest(false, ("m.netmodule", true), ("data.bin", false), ("n.netmodule", true)));
        CollectionAssert.AreEqual(new[] { "m.netmodule", "n.netmodule" }, traits.References.ToArray());
        Assert.IsFalse(traits.IsTypeProvider);
        Assert.IsTrue(TraitReader.Read("a.dll", Assemblies.WithManifest(false)).IsNone);
    }

    [TestMethod]
    [DataRow("a.cs", "#line 1 \"grammar.y\"\n", "grammar.y")]
    [DataRow("a.cs", "  # line (1, 1) - (2, 9) 3 \"a b.y\"\n", "a b.y")]
    [DataRow("a.cs", "#line default\n#line hidden\n#line 7\n", null)]
    [DataRow("a.cs", "var s = \"#line\";\n", null)]
    [DataRow("a.vb", "#externalsource(\"grammar.y\", 1)\n", "grammar.y")]
    [DataRow("a.fs", "# 1 \"Lexer.fsl\"\n", "Lexer.fsl")]
    [DataRow("a.fs", "#line 1 @\"Lexer.fsl\"\n", "Lexer.fsl")]
    public void Read_FindsFilesThatLinesAreMappedTo_InEveryLanguage(string name, string source, string? expected) =>
        Assert.AreEqual(expected is null ? null : FileTraits.Mapped + expected, TraitReader.Read(name, Encoding.UTF8.GetBytes(source)).References.SingleOrDefault());

    [TestMethod]
    [DataRow("a.cs", "[PermissionSet(SecurityAction.Demand, File = \"p.xml\")]", true)]
    [DataRow("a.vb", "<permissionsetattribute(SecurityAction.Demand, file:=\"p.xml\")>", true)]
    [DataRow("a.cs", "[PermissionSet(SecurityAction.Demand, Name = \"FullTrust\")] class File;", false)]
    public void Read_TellsOfPermissionSets_WhenTheyComeFromAFile(string name, string source, bool undeclared) =>
        Assert.AreEqual(undeclared, TraitReader.Read(name, Encoding.UTF8.GetBytes(source)).References.Any(r => r.StartsWith(FileTraits.Undeclared)));

    [TestMethod]
    public void Read_FindsTypeProviders_ByTheirAttribute() => Assert.IsTrue(TraitReader.Read("a.DLL", Assemblies.WithManifest(true)).IsTypeProvider);

    [TestMethod]
    public void Read_FindsNothing_WhenAnAssemblyIsDamaged()
    {
        var image = Assemblies.WithManifest(true, ("m.netmodule", true));
        Assert.IsTrue(TraitReader.Read("a.dll", []).IsNone);
        Assert.IsTrue(TraitReader.Read("a.dll", "MZ"u8).IsNone);
        for (var i = 0; i < image.Length; i++)
        {
            TraitReader.Read("a.dll", image.AsSpan(0, i));
            foreach (var bits in new byte[] { 0x80, 0x01, 0xff })
            {
                var flipped = (byte[])image.Clone();
                flipped[i] ^= bits;
                TraitReader.Read("a.dll", flipped);
            }
        }
    }

    [TestMethod]
    public void Read_IsQuick_WhenATextIsMadeToSlowItDown()
    {
        foreach (var text in new[] { "<include ", "<include file", "<include file='", "<include '''''''''''''''''''''''''''''''''''''''''''''", "<Include Path", "AssemblyVersion(\"" })
            TraitReader.Read("x.xml", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 200)) + new string('\'', 1000)));
    }
}
