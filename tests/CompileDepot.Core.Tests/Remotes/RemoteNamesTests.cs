using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Remotes;

namespace CompileDepot.Core.Tests.Remotes;

[TestClass]
public sealed class RemoteNamesTests
{
    /// <summary>Whatever the scope is called.</summary>
    [TestMethod]
    [DataRow(null)]
    [DataRow("pr-12")]
    [DataRow("mac")]
    [DataRow("ac")]
    public void IsEntry_TellsEntriesFromBlobs(string? scope)
    {
        var (names, digest) = (new RemoteNames(scope), Digest256.Of([1]));
        Assert.IsTrue(RemoteNames.IsEntry(names.Own(RemoteNames.Of(new ActionKey(digest)))));
        Assert.IsTrue(RemoteNames.IsEntry(names.Own(RemoteNames.Of(new TreeHash(digest), 3))));
        Assert.IsFalse(RemoteNames.IsEntry(names.Own(RemoteNames.Of(new ContentDigest(digest)))));
    }

    [TestMethod]
    public async Task GetAsync_Refuses_WhenAFileOfAShareIsLongerThanItMayBe()
    {
        using var folder = new Support.TempFolder();
        folder.Write("share/cas/x", "four");
        var remote = new FileRemote(new RemoteSetting(new Uri(folder["share"]), false, null, null), new RemoteLimits());
        Assert.HasCount(4, (await remote.GetAsync("cas/x", 4, CancellationToken.None))!);
        var failure = await Assert.ThrowsExactlyAsync<RemoteException>(() => remote.GetAsync("cas/x", 3, CancellationToken.None));
        Assert.AreEqual(RemoteFailure.TooLarge, failure.Kind);
        StringAssert.Contains(failure.Message, "sends 4 bytes where there may be 3");
    }
}
