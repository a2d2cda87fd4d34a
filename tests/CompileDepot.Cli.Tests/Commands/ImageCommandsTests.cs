using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Images;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

/// <summary>Commands that deal with images; <c>pack</c> needs an SDK, and is tested where builds are.</summary>
[TestClass]
public sealed class ImageCommandsTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly Entry _entry;
    private readonly string _image;
    private readonly CliRunner _cli;

    public ImageCommandsTests()
    {
        _entry = _sample.AddCompile("Lib", "1");
        _sample.AddProject("Lib", "1");
        _image = _sample.Pack("lib.cdi");
        _cli = new CliRunner(_sample.Root, $"{_sample.Beside("own")}{Path.PathSeparator}{_image}");
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Unpack_FillsTheFirstDepotAndLeavesWhatIsThere()
    {
        _cli.Run("unpack", "../lib.cdi").Check(ExitCode.Done, "1 whole project, 1 step result, 4 blobs.", "");
        var own = new DepotStack([_sample.Beside("own")]);
        Assert.IsEmpty(new DepotVerifier(own).Verify().Single().Problems);
        CollectionAssert.AreEqual(_sample.Depot.ReadEntry(_entry.Key), own.First.ReadEntry(_entry.Key));
        var written = File.GetLastWriteTimeUtc(own.First.Layout.Entry(_entry.Key));
        _cli.Run("unpack", _image).Check(ExitCode.Done, "0 written, 6 were there.");
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(own.First.Layout.Entry(_entry.Key)));
        var json = _cli.Run("unpack", _image, "--to", "../third", "--json").Json();
        Assert.AreEqual("image depot blobs entries projects written faults", JsonShape.Names(json));
        Assert.AreEqual((_sample.Beside("third"), 6), (json.GetProperty("depot").GetString(), json.GetProperty("written").GetInt32()));
    }

    [TestMethod]
    public void Unpack_TakesTheRest_WhenSomethingIsDamaged()
    {
        var bytes = File.ReadAllBytes(_image);
        bytes[64] ^= 1;
        File.WriteAllBytes(_sample.Beside("bad.cdi"), bytes);
        var result = _cli.Run("unpack", "../bad.cdi");
        Assert.AreEqual(ExitCode.FoundWrong, result.Code);
        StringAssert.Contains(result.Output, "the content is not what its address says");
        StringAssert.Contains(result.Error, "error CD0086: ");
        _cli.Run("verify", "--depot", $"{_sample.Beside("own")}{Path.PathSeparator}{_sample.Beside("bad.cdi")}").Check(ExitCode.FoundWrong, "bad.cdi: blob ", "error CD0021: ");
    }

    [TestMethod]
    public void Run_IsACodedError_WhenThereIsNoImageOrItComesFirst()
    {
        _cli.Run("unpack", "none.cdi").Check(ExitCode.FoundWrong, error: "none.cdi: there is no such file");
        _cli.Run("merge", "none.cdi", "-o", "m.cdi").Check(ExitCode.FoundWrong, error: "error CD0086: ");
        _cli.Run("merge", "none.cdi").Check(ExitCode.WrongUsage, error: "'--output' is required");
        _cli.Run("unpack", _image, "--to", _image).Check(ExitCode.WrongUsage, error: "error CD0085: ");
        _cli.Run("status", "--depot", _image).Check(ExitCode.WrongUsage, error: $"error CD0085: --depot begins with '{_image}'");
        Assert.IsFalse(Path.Exists(Path.Combine(_sample.Root, "m.cdi")));
    }

    [TestMethod]
    public void Merge_WritesOneAndTells_WhenImagesDiffer()
    {
        var bytes = "other"u8.ToArray();
        _sample.Depot.AddEntry(_entry with { Effects = [new OutputFileEffect(OutputRole.Assembly, "{root}/obj/Lib.dll", _sample.Depot.AddBlob(bytes), bytes.Length, 0)] }, overwrite: true);
        _sample.AddCompile("App", "2");
        var other = _sample.Pack("other.cdi");
        var result = _cli.Run("merge", _image, other, "-o", "../merged.cdi").Check(ExitCode.Done, "obj/Lib.dll", "warning CD0088: 1 key with different results");
        StringAssert.Contains(result.Output, "src/Lib/Lib.csproj Csc");
        Assert.HasCount(2, new DepotImage(_sample.Beside("merged.cdi")).Entries);
        var json = _cli.Run("merge", _image, other, "-o", "../again.cdi", "--json").Json();
        Assert.AreEqual("file images blobs entries projects bytes conflicts versions preferences faults", JsonShape.Names(json));
        Assert.AreEqual("key project task kept dropped files", JsonShape.Names(json.GetProperty("conflicts")[0]));
        CollectionAssert.AreEqual(File.ReadAllBytes(_sample.Beside("merged.cdi")), File.ReadAllBytes(_sample.Beside("again.cdi")));
    }

    [TestMethod]
    public void StatusExplainAndCollect_KnowImages()
    {
        var depot = _cli.Run("status", "--json").Json().GetProperty("depots")[1];
        Assert.AreEqual("4 1 1", string.Join(' ', new[] { "blobs", "entries", "projects" }.Select(n => depot.GetProperty(n).ToString())));
        _cli.Run("status").Check(ExitCode.Done, _image);
        _cli.Run("collect").Check(ExitCode.Done);
        Assert.AreEqual(ExitCode.Done, _cli.Run("verify").Code);

        _sample.AddBuild(_sample.Action("Lib", Core.Builds.ActionOutcome.Restored, _entry));
        var records = _sample.Beside("own/v1/builds");
        Directory.CreateDirectory(records);
        foreach (var file in Directory.GetFiles(_sample.Depot.Layout.Builds))
            File.Copy(file, Path.Combine(records, Path.GetFileName(file)));
        _cli.Run("explain", "Lib").Check(ExitCode.Done, $"entry in {_image}, made in ");
    }
}
