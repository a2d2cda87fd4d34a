using System.Text;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Whatever happens to outputs or depot: the next build leaves what a clean plain build leaves. One tree, one plain build, many mishaps.</summary>
[TestClass]
public sealed class ProjectFaultTests : ScenarioTest
{
    private static readonly BuildStep Step = new();

    [TestMethod]
    public void BuildAgain_RepairsOutputs_WhenTheyAreDeletedOrEdited()
    {
        var workspace = NewWorkspace();
        var (lib, middle, _) = Samples.Chain(workspace.Tree);
        lib.Item("<Content Include=\"a.txt\" CopyToOutputDirectory=\"PreserveNewest\" />").File("a.txt", "content\n");
        string At(string path) => workspace.Tree.PathOf(path);
        workspace.Build(3, 0, Step);
        AssertWhole(3, workspace.Build(0, 3, Step));

        Directory.Delete(At("App/bin"), recursive: true);
        File.Delete(At("Lib/obj/Debug/net10.0/Lib.dll"));
        File.Delete(At("Middle/bin/Debug/net10.0/a.txt"));
        AssertWhole(3, workspace.BuildAgain(0, 3, Step));

        // The size stays, and so does the time.
        Overwrite(At("Lib/bin/Debug/net10.0/Lib.dll"));
        Overwrite(At("Middle/obj/Debug/net10.0/Middle.AssemblyInfo.cs"));
        Overwrite(At("App/bin/Debug/net10.0/App.deps.json"));
        AssertWhole(3, workspace.BuildAgain(0, 3, Step));

        // Newer sources of the same content: nothing compiles, and nothing is left to do for a build without the SDK.
        foreach (var source in (string[])["Lib/Lib.cs", "Middle/Middle.cs", "App/Program.cs", "Lib/a.txt"])
            File.SetLastWriteTimeUtc(At(source), DateTime.UtcNow);
        workspace.BuildAgain(0, 3, Step);
        AssertPlainHasNothingToDo(workspace);

        // A failed build is not recorded, nor does it spoil what was.
        workspace.Tree.Mark("good");
        middle.Edit("Middle.cs", "Greeter", "Grater");
        workspace.BuildAgain(null, null, Step);
        workspace.BuildAgain(null, null, Step);
        workspace.Tree.Return("good");
        workspace.BuildAgain(0, null, Step);
    }

    [TestMethod]
    public void Build_HealsTheDepot_WhenItsProjectsAreDamaged()
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        workspace.Build(3, 0, Step);
        NeedsSdk();
        var projects = Directory.EnumerateFiles(workspace.DepotPath + "/v1/projects", "*.json", SearchOption.AllDirectories).ToList();
        // Those that refer to others are there under the hash of early cut-off, too.
        Assert.HasCount(5, projects);
        foreach (var damage in (Func<byte[], byte[]>[])[c => [.. c[..(c.Length / 2)], (byte)(c[c.Length / 2] ^ 1), .. c[(c.Length / 2 + 1)..]], c => c[..^9], _ => [], _ => Encoding.UTF8.GetBytes("{}")])
        {
            foreach (var project in projects)
                DepotFolder.Overwrite(project, damage);
            AssertWhole(0, workspace.Build(0, 3, Step));
            AssertWhole(3, workspace.Build(0, 3, Step));
        }

        // Blobs of all kinds: what is no output of a compile heals too.
        foreach (var blob in workspace.Depot.Blobs)
            DepotFolder.Overwrite(blob, c => c.Length > 0 ? [(byte)(c[0] ^ 1), .. c[1..]] : c);
        workspace.Build(3, 0, Step);
        // What is damaged is known when it is read, and that comes after the key texts were.
        workspace.Build(0, 3, Step);
        AssertWhole(3, workspace.Build(0, 3, Step));
        foreach (var blob in workspace.Depot.Blobs)
            File.Delete(blob);
        workspace.Build(3, 0, Step);
        AssertWhole(3, workspace.Build(0, 3, Step));
    }

    // The bytes of a file, with its size and its time as they were.
    private static void Overwrite(string path)
    {
        var time = File.GetLastWriteTimeUtc(path);
        var content = File.ReadAllBytes(path);
        content[^10] ^= 1;
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, time);
    }
}
