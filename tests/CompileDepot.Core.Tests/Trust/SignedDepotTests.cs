using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Tests.Trust;

[TestClass]
public sealed class SignedDepotTests : IDisposable
{
    private readonly PoisonBench _bench = new();
    private readonly SigningKey _key = SigningKey.Create();

    public void Dispose() => _bench.Dispose();

    private DepotStack Signing(SigningKey? key) => new([_bench.Layout.Folder]) { Signer = key };

    private string? Distrust(Entry entry) => KeyFiles.Trusting(_key).Distrust(_bench.Depot.ReadEntry(entry.Key)!);

    private string? Distrust(ProjectEntry entry) => KeyFiles.Trusting(_key).Distrust(_bench.Depot.ReadProjects(entry.Tree).Single().Bytes);

    [TestMethod]
    public void Add_Signs_WhenThereIsAKey_AndWhatIsSignedRestores()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "x"));
        var project = _bench.AddProject("p", entry, _bench.Content("{root}/obj/y", "y"));
        Assert.AreEqual(("is not signed", "is not signed"), (Distrust(entry), Distrust(project)));
        Assert.IsTrue(Signing(_key).Add(entry, overwrite: false), "what an unsigned build stored gets a signature");
        Signing(_key).Add(project);
        Assert.AreEqual(((string?)null, (string?)null), (Distrust(entry), Distrust(project)));
        Assert.IsNull(_bench.Restore(entry.Key));
        Assert.IsNull(_bench.Restore(project.Tree));
        Assert.IsEmpty(new DepotVerifier(_bench.Stack, trusted: KeyFiles.Trusting(_key)).Verify().Single().Problems);
    }

    [TestMethod]
    public void Add_LeavesTheSignature_WhenABuildWithoutAKeyStoresTheSame()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "x"));
        var project = _bench.AddProject("p", entry, _bench.Content("{root}/obj/y", "y"));
        Signing(_key).Add(entry, overwrite: true);
        Signing(_key).Add(project);
        Signing(null).Add(entry, overwrite: false);
        Signing(null).Add(project with { Time = DateTimeOffset.UtcNow });
        Assert.AreEqual(((string?)null, (string?)null), (Distrust(entry), Distrust(project)));
    }

    [TestMethod]
    public void Add_StoresItsOwn_WhenWhatIsThereIsDamagedOrSignedByAnother()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "x"));
        Signing(SigningKey.Create()).Add(entry, overwrite: true);
        StringAssert.Contains(Distrust(entry), "not trusted");
        Signing(_key).Add(entry, overwrite: false);
        Assert.IsNull(Distrust(entry));
        SampleDepot.Flip(_bench.Layout.Entry(entry.Key));
        Signing(_key).Add(entry, overwrite: false);
        Assert.IsNull(Distrust(entry));
        var project = _bench.AddProject("p", entry);
        Signing(_key).Add(project);
        SampleDepot.Flip(_bench.Layout.Project(project.Tree, ProjectEntryFile.IdOf(project)));
        Signing(null).Add(project);
        Assert.AreEqual("is not signed", Distrust(project));
    }

    [TestMethod]
    public void Add_SignsWhatItMade_AndNotWhatSomebodyElseLeftThere()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "poison"));
        var ours = entry with { Effects = [entry.Files.Single() with { Blob = _bench.Blob("x").Digest, Size = 1 }] };
        Signing(_key).Add(ours, overwrite: false);
        Assert.AreEqual(ours.Files.Single(), _bench.Depot.PeekEntry(entry.Key)!.Files.Single());
    }
}
