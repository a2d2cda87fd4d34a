using CompileDepot.Cli.Doctor.Determinism;

namespace CompileDepot.Cli.Tests.Doctor;

/// <summary>Two real builds of a real solution.</summary>
[TestClass]
public sealed class DeterminismTests
{
    [TestMethod]
    public void Determinism_NamesEachProjectsFault_AndSparesTheClean()
    {
        using var tree = new TwiceTree();
        var before = Directory.EnumerateFileSystemEntries(tree.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var result = new CliRunner(tree.Root, depotPath: "").Run("doctor", "--determinism", "--json");
        Assert.AreEqual(ExitCode.FoundWrong, result.Code, result.Error);
        StringAssert.Contains(result.Error, "error CD0127: Two builds of the same tree differ: 3 causes.");
        var findings = System.Text.Json.JsonDocument.Parse(result.Output).RootElement.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("about").GetString() == "determinism")
            .Select(f => $"{f.GetProperty("verdict").GetString()} {f.GetProperty("what").GetString()} → {f.GetProperty("fix").GetString()} @ {string.Join(' ', f.GetProperty("where").EnumerateArray())}").ToList();
        var all = string.Join('\n', findings);
        Assert.HasCount(4, findings, all);
        var clock = findings.Single(f => f.Contains("ClockGenerator", StringComparison.Ordinal));
        StringAssert.StartsWith(clock, "Wrong the generator Gen.ClockGenerator (Gen) gives another Stamp.g.cs: a time, it seems; line 3: \"public const string Made = \"");
        StringAssert.Contains(clock, "@ Clock/obj/Debug/net10.0/generated/Gen/Gen.ClockGenerator/Stamp.g.cs and so Clock/obj/Debug/net10.0/Clock.dll");
        StringAssert.Contains(all, "Wrong Loose.dll is compiled with Deterministic=false: another time stamp and module version id, which are new in each compile → Remove Deterministic=false.");
        StringAssert.Contains(all, "Wrong id.txt differs: something random, it seems; line 1: ");
        StringAssert.Contains(all, "@ Built/obj/Debug/net10.0/id.txt and so Built/obj/Debug/net10.0/Built.dll");
        StringAssert.Contains(all, "Notice the source Rooted.AssemblyInfo.cs, which the build writes, holds the path of the tree: results are bound to it");
        StringAssert.Contains(all, "and so Rooted/obj/Debug/net10.0/Rooted.dll");
        Assert.DoesNotContain("Clean", all);
        CollectionAssert.AreEqual(before, Directory.EnumerateFileSystemEntries(tree.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList(), "the tree itself is not touched");
    }

    [TestMethod]
    public void Copy_KeepsLinks_WhereverTheyLead()
    {
        using var tree = new TwiceTree();
        Directory.CreateSymbolicLink(Path.Combine(tree.Root, "Clean", "loop"), "..");
        var copies = new[] { "one", "two" }.Select(n => TreeCopy.Make(tree.Root, Path.Combine(tree.Root, "bin", n), Path.Combine(tree.Root, "bin", n + ".git"))).ToList();
        Assert.AreEqual("..", new FileInfo(Path.Combine(copies[0].Top, "Clean", "loop")).LinkTarget);
        Assert.IsTrue(copies[0].Files.Contains(Path.Combine("Clean", "loop")));
        File.WriteAllText(Path.Combine(copies[0].Top, "Clean", "made.txt"), "1");
        var findings = new TreeComparison(copies[0], copies[1]).Findings();
        StringAssert.Contains(findings.Single().What, "Clean/made.txt is made by one of the builds only");
    }

    [TestMethod]
    public void Copy_HasWhatLinksLeadTo_WhereLinksCanNotBeMade()
    {
        using var tree = new TwiceTree();
        var clean = Path.Combine(tree.Root, "Clean");
        tree.Write("Shared/deep/text.txt", "1");
        Directory.CreateSymbolicLink(Path.Combine(clean, "loop"), "..");
        Directory.CreateSymbolicLink(Path.Combine(clean, "shared"), Path.Combine("..", "Shared"));
        // Two that lead to each other have no end either.
        Directory.CreateSymbolicLink(Path.Combine(tree.Root, "Shared", "again"), Path.Combine("..", "Other"));
        tree.Write("Other/text.txt", "2");
        Directory.CreateSymbolicLink(Path.Combine(tree.Root, "Other", "back"), Path.Combine("..", "Shared"));
        File.CreateSymbolicLink(Path.Combine(clean, "file.txt"), Path.Combine("..", "Shared", "deep", "text.txt"));
        File.CreateSymbolicLink(Path.Combine(clean, "broken"), "nowhere");
        var copy = TreeCopy.Make(tree.Root, Path.Combine(tree.Root, "bin", "one"), Path.Combine(tree.Root, "bin", "one.git"), links: false);
        var below = copy.Files.Where(f => f.StartsWith("Clean", StringComparison.Ordinal)).Select(f => f.Replace('\\', '/')).Order(StringComparer.Ordinal);
        Assert.AreEqual("Clean/Clean.cs Clean/Clean.csproj Clean/file.txt Clean/shared/again/text.txt Clean/shared/deep/text.txt", string.Join(' ', below));
        Assert.IsTrue(copy.Files.All(f => File.Exists(Path.Combine(copy.Top, f)) && new FileInfo(Path.Combine(copy.Top, f)).LinkTarget is null));
    }

    [TestMethod]
    public void Determinism_IsACodedError_WhenACopyDoesNotBuild()
    {
        using var tree = new TwiceTree();
        tree.Write("Clean/Clean.cs", "public class {");
        var result = new CliRunner(tree.Root, depotPath: "").Run("doctor", "Clean", "--determinism");
        result.Check(ExitCode.FoundWrong, error: "error CD0128: A copy of ");
        StringAssert.Contains(result.Error, "Clean.cs(1,14): error CS1001");
    }
}
