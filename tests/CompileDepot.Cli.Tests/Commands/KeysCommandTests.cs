using System.Runtime.Versioning;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Trust;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
[UnsupportedOSPlatform("windows")]
public sealed class KeysCommandTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;

    public KeysCommandTests() => _cli = new CliRunner(_sample.Root, _sample.Folder);

    public void Dispose() => _sample.Dispose();

    private string this[string name] => Path.Combine(_sample.Root, name);

    [TestMethod]
    public void Create_WritesAKeyForItsOwnerAlone_AndOverwritesNothing()
    {
        var output = _cli.Run("keys", "create", "-o", "secret/ci.pem").Check(ExitCode.Done, this["secret/ci.public.pem"]).Output;
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(this["secret/ci.pem"]));
        var key = SigningKey.Parse(this["secret/ci.pem"])!;
        StringAssert.StartsWith(output, $"Made the key {key.Fingerprint}.\n");
        Assert.AreEqual(key.ExportPublic(), File.ReadAllText(this["secret/ci.public.pem"]));
        Assert.DoesNotContain("PRIVATE", output);

        var before = Files();
        _cli.Run("keys", "create", "-o", "secret/ci.pem").Check(ExitCode.FoundWrong, error: $"error CD0057: {this["secret/ci.pem"]} is there already");
        _cli.Run("keys", "create", "-o", "new.pem", "--public", "secret/ci.public.pem").Check(ExitCode.FoundWrong, error: "error CD0057: ");
        Assert.IsFalse(File.Exists(this["new.pem"]));
        CollectionAssert.AreEquivalent(before, Files());
        string[] Files() => [.. Directory.GetFiles(_sample.Root, "*", SearchOption.AllDirectories).Select(f => f + File.ReadAllText(f))];
        Assert.AreEqual(key.Fingerprint, SigningKey.Parse(this["secret/ci.pem"])!.Fingerprint);
    }

    [TestMethod]
    public void TrustListAndUntrust_KeepAList()
    {
        var keys = Enumerable.Range(0, 2).Select(i =>
        {
            _cli.Run("keys", "create", "-o", $"k{i}.pem").Check(ExitCode.Done);
            return SigningKey.Parse(this[$"k{i}.pem"])!.Fingerprint.ToString();
        }).ToList();
        _cli.Run("keys", "trust", "k0.public.pem", "--into", "list.pem", "--comment", "CI").Check(ExitCode.Done, $"{keys[0]} is trusted now, in {this["list.pem"]}.");
        _cli.Run("keys", "trust", "k1.public.pem", "--into", "list.pem").Check(ExitCode.Done);
        var text = File.ReadAllText(this["list.pem"]);
        StringAssert.StartsWith(text, "# CI\n-----BEGIN PUBLIC KEY-----\n");
        _cli.Run("keys", "trust", "k0.public.pem", "--into", "list.pem", "--comment", "again").Check(ExitCode.Done, $"{keys[0]} is trusted already: {this["list.pem"]}(2).");
        Assert.AreEqual(text, File.ReadAllText(this["list.pem"]));
        _cli.Run("keys", "trust", "k0.pem", "--into", "list.pem").Check(ExitCode.WrongUsage, error: $"error CD0053: {this["k0.pem"]}(1): a private key");

        _cli.Variables["CompileDepotSigningKey"] = this["k1.pem"];
        var json = _cli.Run("keys", "list", "--trusted-keys", "list.pem", "--json").Json();
        Assert.AreEqual("signs trusted", JsonShape.Names(json));
        Assert.AreEqual(keys[1], json.GetProperty("signs").GetString());
        Assert.AreEqual("fingerprint file line comment", JsonShape.Names(json.GetProperty("trusted")[0]));
        CollectionAssert.AreEqual(keys, json.GetProperty("trusted").EnumerateArray().Select(k => k.GetProperty("fingerprint").GetString()).ToList());
        Assert.AreEqual("CI", json.GetProperty("trusted")[0].GetProperty("comment").GetString());
        _cli.Variables["CompileDepotTrustedKeys"] = this["list.pem"];
        var lines = _cli.Run("keys", "list").Check(ExitCode.Done).Output.Split('\n');
        StringAssert.Contains(lines.Single(l => l.StartsWith(keys[1], StringComparison.Ordinal)), " here ");
        StringAssert.Contains(lines.Single(l => l.StartsWith(keys[0], StringComparison.Ordinal)), " CI ");

        _cli.Run("keys", "untrust", "00000000", "--from", "list.pem").Check(ExitCode.FoundWrong, error: "error CD0058: ");
        _cli.Run("keys", "untrust", keys[0][..12].ToUpperInvariant(), "--from", "list.pem").Check(ExitCode.Done, $"{keys[0]} is not trusted any more");
        Assert.AreEqual(File.ReadAllText(this["k1.public.pem"]), File.ReadAllText(this["list.pem"]));
        _cli.Run("keys", "untrust", keys[1], "--from", "list.pem").Check(ExitCode.Done);
        _cli.Run("keys", "list").Check(ExitCode.Done, "The list is empty: nobody is trusted.");
        _cli.Run("keys", "untrust", keys[1], "--from", "none.pem").Check(ExitCode.FoundWrong, error: "error CD0103: ");
    }

    [TestMethod]
    public void List_SaysThatNothingHasToBeSigned_WhenNothingIsNamed()
    {
        var output = _cli.Run("keys", "list").Check(ExitCode.Done, "nothing has to be signed").Output;
        StringAssert.Contains(output, "Nothing is signed here: CompileDepotSigningKey is not set.");
        Assert.AreEqual("{\"signs\":null,\"trusted\":null}", string.Concat(_cli.Run("keys", "list", "--json").Check(ExitCode.Done).Output.Where(c => !char.IsWhiteSpace(c))));
    }
}
