using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Depots that move, and one depot for checkouts at several places.</summary>
[TestClass]
public sealed class RelocationTests : ScenarioTest
{
    /// <summary>DESIGN section 12, trap 11: where the depot lies is not part of any key.</summary>
    [TestMethod]
    public void Build_RestoresEverything_WhenDepotWasMoved()
    {
        var workspace = NewWorkspace();
        Samples.AllLanguages(workspace.Tree);
        workspace.Build(4, 0);
        var moved = Path.Combine(Folder, "moved", "far away");
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        if (Directory.Exists(workspace.DepotPath))
            Directory.Move(workspace.DepotPath, moved);
        workspace.DepotPath = moved;
        workspace.Build(0, 4);
    }

    /// <summary>
    /// Whether an entry of one root serves another is section 8's business; that each root gets what its own plain build gives, paths in PDBs, in
    /// [CallerFilePath] constants and in diagnostics included, must hold in any case.
    /// </summary>
    [TestMethod]
    public void Builds_GiveEachRootItsOwnPlainResult_WhenTwoRootsShareADepot()
    {
        var depot = Path.Combine(Folder, "shared");
        var first = Filled(NewWorkspace(name: "a", depot: depot));
        var second = Filled(NewWorkspace(name: "somewhere else", depot: depot));
        first.Build(4, 0);
        second.Build(null, null);
        second.Build(0, 4);
        first.Build(0, 4);

        static Workspace Filled(Workspace workspace)
        {
            var languages = Samples.AllLanguages(workspace.Tree);
            languages.CSharp.File("Where.cs", """
                using System.Runtime.CompilerServices;

                namespace Sample;

                public static class Where
                {
                    public static string Here([CallerFilePath] string path = "") => path;
                    public static string There() => Here();
                }

                """);
            languages.FSharp.Edit("Adder.fs", "let add", "let folder = __SOURCE_DIRECTORY__\n\nlet add");
            return workspace;
        }
    }

    /// <summary>As test projects do, whose [TestMethod] and [Fact] tell where a test is.</summary>
    [TestMethod]
    public void Build_RestoresEverything_WhenCodeAndAttributesTellTheirFilesAtAnotherRoot()
    {
        var depot = Path.Combine(Folder, "shared");
        var first = Filled(NewWorkspace(name: "a", depot: depot));
        var second = Filled(NewWorkspace(name: "somewhere else, ünd longer", depot: depot));
        first.Build(1, 0);
        second.Build(0, 1);
        first.Build(0, 1);

        static Workspace Filled(Workspace workspace)
        {
            workspace.Tree.Add(Samples.CSharp("Lib")).File("CheckAttribute.cs", """
                using System.Runtime.CompilerServices;

                namespace Sample;

                [AttributeUsage(AttributeTargets.Method)]
                public sealed class CheckAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = -1) : Attribute
                {
                    public string File => file;
                    public int Line => line;
                    public string? Name { get; set; }
                }

                """)
                .File("Checks.cs", """
                using System.Runtime.CompilerServices;
                using System.Text.RegularExpressions;

                namespace Sample;

                public static partial class Checks
                {
                    public static readonly int[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];

                    [Check]
                    public static void First()
                    {
                    }

                    [Check(Name = nameof(First) + "/second")]
                    public static void Second()
                    {
                    }

                    public static string Here([CallerFilePath] string path = "") => path;

                    public static string There() => Here() + "/beside";

                    [GeneratedRegex("a+")]
                    public static partial Regex Letters();
                }

                """);
            return workspace;
        }
    }

    [TestMethod]
    public void Build_RestoresEverything_WhenTheTreeIsSetUpAnewAtTheSamePlace()
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        workspace.Build(3, 0);
        // A new checkout: all files have new times and inodes, obj is gone with its restore files.
        var copy = Path.Combine(Folder, "copy");
        Copy(workspace.Tree.Root, copy);
        Directory.Delete(workspace.Tree.Root, recursive: true);
        Directory.Move(copy, workspace.Tree.Root);
        workspace.Build(0, 3);
    }

    [TestMethod]
    [DataRow("with space")]
    [DataRow("comma, equals=x")]
    [DataRow("hash#at@plus+")]
    [DataRow("ünïcode {root}")]
    public void Build_RestoresEverything_WhenFoldersHaveOddNames(string name)
    {
        var workspace = NewWorkspace(name: name);
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        lib.File("odd name, of=a (source).cs", "namespace Sample;\n\npublic class Odd\n{\n}\n")
            .File("data, of=it.txt", "one").Item("<EmbeddedResource Include=\"data, of=it.txt\" />");
        workspace.Build(3, 0);
        workspace.Build(0, 3);
        lib.File("data, of=it.txt", "two");
        workspace.Build(1, 2);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(file));
        }
    }
}
