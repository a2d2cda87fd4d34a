using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What the operating system sees: strace is asked, not our bookkeeping.</summary>
[TestClass]
public sealed class AuditTests : ScenarioTest
{
    [TestMethod]
    public void Build_StartsNoCompiler_WhenDepotIsWarm()
    {
        NeedsCommand("strace", "--seccomp-bpf", "-f", "-qq", "-o", "/dev/null", "true");
        var workspace = NewWorkspace();
        Samples.AllLanguages(workspace.Tree);
        var cold = Path.Combine(Folder, "cold.strace");
        workspace.Build(4, 0, new BuildStep { UsesServer = false, Prefix = CompilerTrace.Prefix(cold) });
        Assert.HasCount(4, CompilerTrace.Read(cold).CompilersStarted, "the trace itself");
        NeedsSdk();
        var warm = Path.Combine(Folder, "warm.strace");
        workspace.Build(0, 4, new BuildStep { UsesServer = false, Prefix = CompilerTrace.Prefix(warm) });
        Assert.IsEmpty(CompilerTrace.Read(warm).CompilersStarted);
    }

    /// <summary>Every file below the root that a compiler opens is in the key text of an entry.</summary>
    [TestMethod]
    public void KeyTexts_NameEveryFile_ThatCompilersRead()
    {
        NeedsCommand("strace", "--seccomp-bpf", "-f", "-qq", "-o", "/dev/null", "true");
        var workspace = NewWorkspace();
        var languages = Samples.AllLanguages(workspace.Tree);
        AddInputs(languages.CSharp);
        var log = Path.Combine(Folder, "audit.strace");
        var outcome = workspace.Build(4, 0, new BuildStep { UsesServer = false, Prefix = CompilerTrace.Prefix(log) });
        var root = workspace.Tree.Root + "/";
        var read = CompilerTrace.Read(log).FilesRead
            .Where(path => path.StartsWith(root, StringComparison.Ordinal) && File.Exists(path))
            .Select(path => path[root.Length..])
            .ToList();
        foreach (var expected in (string[])["CsLib/Greeter.cs", "CsLib/texts.xml", "VbLib/Doubler.vb", "FsLib/Adder.fs", "CsLib/obj/Debug/net10.0/ref/CsLib.dll"])
            Assert.Contains(expected, read, "the trace itself");
        NeedsSdk();
        var keys = string.Join('\n', workspace.Depot.Entries.Select(workspace.Depot.KeyText));
        // What a compiler writes, it may read back; an output is no input of the same action.
        var outputs = workspace.Depot.Entries.Select(File.ReadAllText).ToList();
        // Of a response file, the arguments are in the key, in its place.
        Assert.Contains("define:NOTHING", keys);
        var missing = read.Where(path => Path.GetExtension(path) != ".rsp" && !keys.Contains("{root}/" + path, StringComparison.Ordinal)
            && !outputs.Any(entry => entry.Contains("{root}/" + path, StringComparison.Ordinal)));
        Assert.IsEmpty(missing, $"{string.Join('\n', missing)}\n{outcome.BinlogPath}");
    }

    private static void AddInputs(TestProject project) => GeneratorKit.AddTo(project)
        .Set("GenerateDocumentationFile", "true")
        .Set("CompilerResponseFile", "more.rsp").File("more.rsp", "@inner.rsp\n").File("inner.rsp", "/define:NOTHING\n")
        .Set("CodeAnalysisRuleSet", "rules.ruleset").File("rules.ruleset", "<RuleSet Name=\"rules\" ToolsVersion=\"15.0\" />\n")
        .Set("ApplicationIcon", "app.ico").File("app.ico", Binaries.Icon(1))
        .Set("SignAssembly", "true").Set("AssemblyOriginatorKeyFile", "key.snk").File("key.snk", Binaries.StrongNameKey())
        .Item("<EmbeddedResource Include=\"data.txt\" />").File("data.txt", "one")
        .Item("<LinkResource Include=\"linked.bin\" />").File("linked.bin", "one")
        .Item("<AdditionalFiles Include=\"more.txt\" />").File("more.txt", "one")
        .File("texts.xml", "<texts><summary>One.</summary></texts>\n")
        .File("Documented.cs", """
            namespace Sample;

            /// <include file="texts.xml" path="texts/*" />
            public class Documented
            {
            }

            """);
}
