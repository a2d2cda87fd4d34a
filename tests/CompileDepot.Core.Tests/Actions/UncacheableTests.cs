using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Actions;

/// <summary>The reasons that the making of a key can give. Those of storing are in <c>CompileCacheTests</c>; the rest are the tasks'.</summary>
[TestClass]
public sealed class UncacheableTests : IDisposable
{
    private readonly KeyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestMethod]
    [DataRow("/out:a.dll", "/deterministic-")]
    [DataRow("/out:a.dll", "/deterministic", "/DETERMINISTIC-")]
    [DataRow("/out:a.dll")]
    public void NotDeterministic_IsTheReason_WhenNothingAsksForIt(params string[] arguments) =>
        AssertReason(UncacheableReason.NotDeterministic, "", () => _bench.Exactly(CompilerKind.CSharp, arguments));

    [TestMethod]
    public void Key_IsMade_WhenDeterministicComesLast() => Assert.IsNotNull(_bench.Exactly(CompilerKind.CSharp, "/deterministic-", "/Deterministic+", "/out:a.dll"));

    [TestMethod]
    public void WildcardVersion_IsTheReason_WhenThereforeNotDeterministic()
    {
        _bench.Write("V.cs", "[assembly: System.Reflection.AssemblyVersion(\"1.*\")]");
        AssertReason(UncacheableReason.WildcardVersion, _bench["V.cs"], () => _bench.Exactly(CompilerKind.CSharp, "/deterministic-", "/out:a.dll", "A.cs", "V.cs"));
    }

    [TestMethod]
    public void OutputPathUnknown_IsTheReason_WhenNoSwitchTells() => AssertReason(UncacheableReason.OutputPathUnknown, "", () => _bench.Exactly(CompilerKind.CSharp, "/deterministic", "A.cs"));

    [TestMethod]
    [DataRow("none.cs")]
    [DataRow("/reference:none.dll")]
    [DataRow("/reference:\"\"")]
    [DataRow("/reference:A.cs,none.dll")]
    [DataRow("/resource:none,name")]
    [DataRow("/resource:,")]
    [DataRow("/resource:\"\"")]
    [DataRow("/ruleset:none")]
    [DataRow("/analyzerconfig:none")]
    [DataRow("/analyzerconfig:.")]
    [DataRow("/analyzer:none/none.dll")]
    [DataRow("/analyzer:,")]
    [DataRow("/sdkpath:none")]
    [DataRow("@none.rsp")]
    [DataRow("@loop.rsp")]
    [DataRow("@nul.rsp")]
    [DataRow("\"")]
    [DataRow("-")]
    public void InputMissing_IsTheReason_WhenSomethingNamedIsNotThere(string argument)
    {
        _bench.Write("loop.rsp", "@loop.rsp");
        _bench.Write("nul.rsp", "a\0b.cs");
        if (argument == "/analyzer:,")
            Assert.IsNotNull(_bench.Action(CompilerKind.CSharp, argument));
        else
            Assert.AreEqual(UncacheableReason.InputMissing, _bench.Refusal(CompilerKind.CSharp, argument).Kind);
    }

    [TestMethod]
    [DataRow("/// <include file='http://x/y.xml' path='*'/>")]
    [DataRow("/// <include file='a\n/// b.xml' path='*'/>")]
    [DataRow("/// <include file='a\0b.xml' path='*'/>")]
    [DataRow("[assembly: System.Reflection.AssemblyKeyFile(\"k.snk\")]")]
    [DataRow("[assembly: System.Reflection.AssemblyKeyName(\"container\")]")]
    public void UndeclaredInput_IsTheReason_WhenASourceNamesWhatNobodyCanLookUp(string source)
    {
        _bench.Write("B.cs", source);
        var reason = _bench.Refusal(CompilerKind.CSharp, "A.cs", "B.cs");
        Assert.AreEqual(UncacheableReason.UndeclaredInput, reason.Kind);
        Assert.Contains(_bench["B.cs"], reason.Sentence);
    }

    [TestMethod]
    [DataRow("a.fsx")]
    [DataRow("A.FSX")]
    [DataRow("a.fsscript")]
    public void UndeclaredInput_IsTheReason_WhenASourceIsAScript(string name)
    {
        _bench.Write(name, "");
        Assert.AreEqual(UncacheableReason.UndeclaredInput, _bench.Refusal(CompilerKind.FSharp, name).Kind);
    }

    [TestMethod]
    public void UndeclaredInput_IsTheReason_WhenFscIsGivenATypeProvider()
    {
        _bench.Write("tp.dll", Assemblies.WithManifest(typeProvider: true));
        Assert.AreEqual(UncacheableReason.UndeclaredInput, _bench.Refusal(CompilerKind.FSharp, "-r:tp.dll").Kind);
        Assert.IsNotNull(_bench.Action(CompilerKind.CSharp, "/r:tp.dll"));
    }

    [TestMethod]
    [DataRow(CompilerKind.CSharp, "/keycontainer:x")]
    [DataRow(CompilerKind.CSharp, "/recurse:*.cs")]
    [DataRow(CompilerKind.CSharp, "/reportanalyzer")]
    [DataRow(CompilerKind.CSharp, "/ReportAnalyzer+")]
    [DataRow(CompilerKind.CSharp, "/bugreport:x")]
    [DataRow(CompilerKind.CSharp, "/touchedfiles:x")]
    [DataRow(CompilerKind.CSharp, "/features:strict,debug-determinism")]
    [DataRow(CompilerKind.VisualBasic, "/features:debug-determinism")]
    [DataRow(CompilerKind.VisualBasic, "/reportivts")]
    [DataRow(CompilerKind.FSharp, "--times")]
    [DataRow(CompilerKind.FSharp, "--standalone")]
    [DataRow(CompilerKind.FSharp, "--load:x.fs")]
    [DataRow(CompilerKind.FSharp, "--compilertool:x")]
    public void UncacheableSwitch_IsTheReason_WhenOneIsThere(CompilerKind compiler, string argument) =>
        Assert.AreEqual(new Reason(UncacheableReason.UncacheableSwitch, argument), _bench.Refusal(compiler, argument));

    [TestMethod]
    public void Key_IsMade_WhenAnUncacheableSwitchIsOff() => Assert.IsNotNull(_bench.Action(CompilerKind.CSharp, "/reportanalyzer-"));

    [TestMethod]
    public void ToolchainUnknown_IsTheReason_WhenTheCompilersFolderIsNotThere()
    {
        _bench.Toolchain.Add("/no/such/compiler");
        AssertReason(UncacheableReason.ToolchainUnknown, "/no/such/compiler", () => _bench.Action(CompilerKind.CSharp));
    }

    private static void AssertReason(UncacheableReason kind, string subject, Action make) => Assert.AreEqual(new Reason(kind, subject), Assert.ThrowsExactly<UncacheableException>(make).Reason);
}
