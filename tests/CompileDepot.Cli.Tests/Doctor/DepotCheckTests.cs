using CompileDepot.Cli.Doctor;

namespace CompileDepot.Cli.Tests.Doctor;

/// <summary>What file systems mean that a test has not at hand.</summary>
[TestClass]
public sealed class DepotCheckTests
{
    private static readonly FileSystemProbe Good = new(true, true, TimeSpan.FromTicks(1), true, TimeSpan.Zero, "btrfs", false, 50_000_000_000, 100_000_000_000);

    [TestMethod]
    public void Judge_SaysWhatItCan_WhenAllIsGood() => Assert.AreEqual(
        "Good btrfs: replaces files whole, copies share blocks (reflink), exact times, upper and lower case differ, 50.0 GB free",
        Words(Good));

    [TestMethod]
    public void Judge_NamesEachFault()
    {
        StringAssert.StartsWith(Words(Good with { ReplacesAtomically = false }), "Wrong btrfs does not replace files whole");
        StringAssert.StartsWith(Words(Good with { IsRemote = true, Format = "nfs" }), "Notice nfs is on another machine");
        StringAssert.StartsWith(Words(Good with { TimeStep = TimeSpan.FromSeconds(2), Format = "vfat" }), "Notice vfat keeps times to 2 s");
        StringAssert.StartsWith(Words(Good with { ClockAhead = TimeSpan.FromMinutes(-7) }), "Wrong its clock is 420.0 s behind this machine's");
        StringAssert.StartsWith(Words(Good with { FreeBytes = 1_000_000 }), "Notice 1.0 MB are free");
        StringAssert.EndsWith(Words(Good with { FreeBytes = -1, Clones = null, SeesCase = false, Format = "" }), "Good its file system: replaces files whole, exact times, upper and lower case are alike");
    }

    private static string Words(FileSystemProbe probe) => string.Join('\n', DepotCheck.Judge("/depot", probe).Select(f => $"{f.Verdict} {f.What}"));
}
