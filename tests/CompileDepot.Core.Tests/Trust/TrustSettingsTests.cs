using System.Runtime.Versioning;
using System.Security.Cryptography;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Tests.Trust;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
[UnsupportedOSPlatform("windows")]
public sealed class TrustSettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SigningKey _key = SigningKey.Create();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Settings_HaveNoKeys_WhenNothingIsSaid()
    {
        var settings = Parse();
        Assert.IsNull(settings.Signer);
        Assert.IsNull(settings.Trusted);
        Assert.IsNull(settings.Distrust);
    }

    [TestMethod]
    public void Settings_HaveTheKeys_WhenFilesAreNamed()
    {
        var other = SigningKey.Create();
        var secret = _folder.WritePrivate("key.pem", _key.ExportPrivate());
        var first = _folder.Write("a.pem", $"# ours\n#  CI, since May\n{_key.ExportPublic()}\n\n# no key's\n\n{other.ExportPublic()}");
        var settings = Parse(secret, $"{first}; {_folder.Write("b.pem", _key.ExportPublic())};");
        Assert.AreEqual(_key.Fingerprint, settings.Signer!.Fingerprint);
        CollectionAssert.AreEqual(
            new[] { (_key.Fingerprint, first, 3, "ours CI, since May"), (other.Fingerprint, first, 11, "") },
            settings.Trusted!.Keys.Select(k => (k.Fingerprint, k.File, k.Line, k.Comment)).ToArray());
        Assert.AreEqual("is not signed", settings.Distrust!([1, 2, 3]));
    }

    [TestMethod]
    public void Settings_TakeAChangedFile_InTheSameProcess()
    {
        var list = _folder.Write("a.pem", _key.ExportPublic());
        Assert.HasCount(1, Parse(trusted: list).Trusted!.Keys);
        File.AppendAllText(list, SigningKey.Create().ExportPublic());
        Assert.HasCount(2, Parse(trusted: list).Trusted!.Keys);
        File.WriteAllText(list, "# nobody\n");
        Assert.IsEmpty(Parse(trusted: list).Trusted!.Keys);
    }

    [TestMethod]
    public void SigningKey_IsOfTheVariable_AndNoneWhereThatIsEmpty()
    {
        // No other test knows the name.
        const string Name = "COMPILEDEPOT_TEST_SIGNING_KEY";
        Assert.IsNull(Parse("env:" + Name).Signer, "unset, as in a fork's pull request");
        try
        {
            Environment.SetEnvironmentVariable(Name, " ");
            Assert.IsNull(Parse("env:" + Name).Signer);
            Environment.SetEnvironmentVariable(Name, _key.ExportPrivate());
            Assert.AreEqual(_key.Fingerprint, Parse("env:" + Name).Signer!.Fingerprint);
            var other = SigningKey.Create();
            Environment.SetEnvironmentVariable(Name, other.ExportPrivate().Replace("\n", " ", StringComparison.Ordinal));
            Assert.AreEqual(other.Fingerprint, Parse("env:" + Name).Signer!.Fingerprint, "where line ends get lost");
            Environment.SetEnvironmentVariable(Name, "hunter2");
            var error = AssertBad("CD0054", () => Parse("env:" + Name), Name);
            Assert.DoesNotContain("hunter2", error.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    [TestMethod]
    public void SigningKey_IsReadInEveryForm()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in new[] { key.ExportECPrivateKeyPem(), key.ExportPkcs8PrivateKeyPem(), "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + key.ExportECPrivateKeyPem() })
            Assert.AreEqual(Fingerprint.Of(key), Parse(_folder.WritePrivate("key.pem", pem)).Signer!.Fingerprint);
    }

    [TestMethod]
    public void SigningKey_IsAnError_WhenItIsNone()
    {
        using var p384 = KeyFiles.OtherCurve();
        using var rsa = RSA.Create(2048);
        AssertBad("CD0054", () => Parse("key.pem"), "'key.pem', which is neither an absolute path nor 'env:NAME'");
        AssertBad("CD0054", () => Parse(_folder["none"]), "there is no such file", "keys create");
        AssertBad("CD0054", () => Parse(_folder.Path), "there is no such file");
        AssertBad("CD0054", () => Parse(_folder.WritePrivate("p", p384.ExportPkcs8PrivateKeyPem())), "another curve");
        AssertBad("CD0054", () => Parse(_folder.WritePrivate("r", rsa.ExportPkcs8PrivateKeyPem())), "holds no ECDSA key");
        AssertBad("CD0054", () => Parse(_folder.WritePrivate("t", "secret words")), "holds no ECDSA key");
        AssertBad("CD0054", () => Parse(_folder.WritePrivate("u", _key.ExportPublic())), "public half");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AssertBad("CD0054", () => Parse(_folder.WritePrivate("e", key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)))), "without a password");
    }

    [TestMethod]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.GroupRead)]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.OtherRead)]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.GroupWrite)]
    public void SigningKey_IsAnError_WhenOthersMayReadIt(UnixFileMode mode)
    {
        var path = _folder.WritePrivate("key.pem", _key.ExportPrivate());
        Assert.IsNotNull(Parse(path).Signer);
        File.SetUnixFileMode(path, mode);
        AssertBad("CD0054", () => Parse(path), path, "chmod 600");
    }

    [TestMethod]
    public void TrustedKeys_AreAnErrorWithFileAndLine_WhenOneIsBad()
    {
        using var p384 = KeyFiles.OtherCurve();
        var good = _key.ExportPublic();
        AssertBad("CD0053", () => Parse(trusted: "a.pem"), "'a.pem', which is not an absolute path");
        AssertBad("CD0053", () => Parse(trusted: _folder["none"]), "there is no such file");
        var list = _folder["list.pem"];
        void Says(string text, params string[] words)
        {
            _folder.Write("list.pem", text);
            AssertBad("CD0053", () => Parse(trusted: list), words);
        }

        Says(good + p384.ExportSubjectPublicKeyInfoPem(), $"{list}(5): this is a key on another curve");
        Says("# x\n" + good[..80] + "\n-----END PUBLIC KEY-----\n", $"{list}(2): this holds no ECDSA key");
        Says("# x\n\n" + good.Replace("-----END PUBLIC KEY-----", "", StringComparison.Ordinal) + good, $"{list}(3): a key without an end");
        Says(good + "hello\n", $"{list}(5): neither a key nor a comment");
        Says("\n" + _key.ExportPrivate(), $"{list}(2): a private key");
        Says(good[..^20], $"{list}(1): a key without an end");
    }

    [TestMethod]
    public void KeyList_GivesBackTheText_WhenAKeyIsAddedAndRemoved()
    {
        var keys = Enumerable.Range(0, 3).Select(_ => KeyList.Parse("/x", SigningKey.Create().ExportPublic()).Single()).ToList();
        foreach (var start in new[] { "", "# a head\n", $"# a head\r\n\r\n{_key.ExportPublic()}" })
        {
            var text = start;
            foreach (var key in keys)
                text = KeyList.Add(text, key, "who it is\nof");
            CollectionAssert.AreEqual(keys.Select(k => k.Fingerprint).ToArray(), KeyList.Parse("/x", text).TakeLast(3).Select(k => k.Fingerprint).ToArray());
            Assert.AreEqual("who it is of", KeyList.Parse("/x", text)[^1].Comment);
            foreach (var key in keys)
                text = KeyList.Remove(text, KeyList.Parse("/x", text).Single(k => k.Fingerprint == key.Fingerprint));
            Assert.AreEqual(start.TrimEnd('\n'), text.TrimEnd('\n'));
        }
    }

    private static SettingsException AssertBad(string code, Action parse, params string[] words)
    {
        var error = Assert.ThrowsExactly<SettingsException>(parse);
        Assert.AreEqual(code, error.Code);
        foreach (var word in words)
            StringAssert.Contains(error.Message, word);
        return error;
    }

    private DepotSettings Parse(string signing = "", string trusted = "") =>
        DepotSettings.Parse(new DepotProperties { Path = "/a", Root = _folder.Path, SigningKey = signing, TrustedKeys = trusted }, _folder.Path);
}
