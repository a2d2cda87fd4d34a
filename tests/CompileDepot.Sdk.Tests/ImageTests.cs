using CompileDepot.Core.Images;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Depots that came from elsewhere: in one file, below the user's, moved. What they give is what the plain build gives.</summary>
[TestClass]
public sealed class ImageTests : ScenarioTest
{
    [TestMethod]
    public void Image_ServesAnotherCheckout_InPlaceAndUnpacked()
    {
        NeedsSdk();
        var (first, second) = (NewWorkspace(name: "a"), NewWorkspace(name: "another, at a longer path"));
        foreach (var workspace in new[] { first, second })
        {
            // The application is restored compile by compile, the others whole.
            var (_, _, app) = Samples.Chain(workspace.Tree);
            app.Element("<Target Name=\"Own\" AfterTargets=\"Build\" />");
        }
        var image = Path.Combine(Folder, "shop.cdi");
        first.Restore();
        var early = Tool.Run(first.Tree.Root, first.DepotPath, "pack", "-o", image);
        Assert.AreEqual(1, early.ExitCode, early.Output);
        StringAssert.Contains(early.Output, "error CD0087: Of 3 projects something is in no depot.");
        Assert.IsFalse(File.Exists(image));

        // With the properties that the tool evaluates with.
        var step = new BuildStep { UsesServer = false };
        first.Build(3, 0, step);
        var packed = Tool.Run(first.Tree.Root, first.DepotPath, "pack", "-o", image);
        Assert.AreEqual(0, packed.ExitCode, packed.Output);
        StringAssert.Contains(packed.Output, "2 whole projects, 3 step results");
        // What is packed again is the same, whatever else is in the depot.
        var again = Tool.Run(first.Tree.Root, first.DepotPath, "pack", "All.slnx", "-o", image + ".again");
        Assert.AreEqual(0, again.ExitCode, again.Output);
        Assert.AreSequenceEqual(File.ReadAllBytes(image), File.ReadAllBytes(image + ".again"));

        var own = Path.Combine(Folder, "own");
        second.DepotPath = $"{own}{Path.PathSeparator}{image}";
        AssertWhole(2, second.Build(0, 3, step));
        Assert.IsEmpty(new DepotFolder(own).Entries);

        var unpacked = Path.Combine(Folder, "unpacked");
        var result = Tool.Run(Folder, own, "unpack", image, "--to", unpacked);
        Assert.AreEqual(0, result.ExitCode, result.Output);
        second.DepotPath = unpacked;
        AssertWhole(2, second.Build(0, 3, step));
    }

    [TestMethod]
    public void DamagedImage_IsAMissAndSaidOnce()
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        var step = new BuildStep { UsesServer = false };
        workspace.Build(1, 0, step);
        var image = Path.Combine(Folder, "lib.cdi");
        Assert.AreEqual(0, Tool.Run(workspace.Tree.Root, workspace.DepotPath, "pack", library.Path, "-o", image).ExitCode);
        var content = File.ReadAllBytes(image);
        foreach (var (name, damaged) in new[] { ("cut", content[..^1]), ("flipped", Flip(content)) })
        {
            var path = Path.Combine(Folder, name + ".cdi");
            File.WriteAllBytes(path, damaged);
            workspace.DepotPath = $"{Path.Combine(Folder, name)}{Path.PathSeparator}{path}";
            var built = workspace.Build(1, 0, step);
            Assert.AreEqual(name == "cut" ? 1 : 0, built.Log.DepotMessages.Count(m => m.Contains("CD0020: the depot does not work: " + path, StringComparison.Ordinal)), built.Output);
            // And the build has stored what is right.
            workspace.Build(0, 1, step);
        }
        workspace.DepotPath = image;
        var refused = workspace.Cached(new BuildStep());
        Assert.IsTrue(refused.Has("CD0085"), refused.Output);
    }

    [TestMethod]
    public void LowerDepot_ServesWhereverItLies_AndIsCopiedUpWhereAsked()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        var (lower, moved, own) = (workspace.DepotPath, Path.Combine(Folder, "moved", "depot"), Path.Combine(Folder, "own"));
        workspace.Build(3, 0);
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        Directory.Move(lower, moved);
        workspace.DepotPath = $"{own}{Path.PathSeparator}{moved}";
        AssertWhole(3, workspace.Build(0, 3));
        Assert.IsEmpty(new DepotFolder(own).Entries);
        AssertWhole(3, workspace.Build(0, 3, new BuildStep().With("-p:CompileDepotReshare=true")));
        Assert.HasCount(3, new DepotFolder(own).Entries);
        Directory.Delete(moved, recursive: true);
        workspace.DepotPath = own;
        AssertWhole(3, workspace.Build(0, 3));
        Assert.AreEqual(0, Tool.Run(Folder, own, "verify").ExitCode);
    }

    [TestMethod]
    public void Pack_TakesWhatRestoresOfPackagesGave_AndMergeKnowsTheirVersions()
    {
        NeedsSdk();
        var scenario = new PackageScenario(Folder);
        scenario.Feed.Add("Lower", "1.0.0");
        var library = scenario.Tree.Add(Samples.CSharp("Lib").Item("<PackageReference Include=\"Lower\" Version=\"1.0.0\" />"));
        Assert.AreEqual(1, scenario.Run().Kept);
        var image = Path.Combine(Folder, "restores.cdi");
        // Nothing is built yet.
        var packed = Tool.Run(scenario.Tree.Root, scenario.Depot.Folder, "pack", library.Path, "-o", image, "--allow-missing");
        Assert.AreEqual(0, packed.ExitCode, packed.Output);
        StringAssert.Contains(packed.Output, "warning CD0087: Of 1 project something is in no depot. Lib/Lib.csproj (net10.0, Debug): ");
        Assert.HasCount(1, new DepotImage(image).Entries);
        Assert.AreEqual("1.0.0", string.Join(' ', new ImageTraits(new DepotImage(image)).Versions["lower"]));
    }

    // One bit of each payload: every blob is bad, and the index is not.
    private static byte[] Flip(byte[] image)
    {
        var bytes = (byte[])image.Clone();
        var index = BitConverter.ToInt64(bytes, 16);
        for (var at = 64; at < index; at += 40)
            bytes[at] ^= 1;
        return bytes;
    }
}
