using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Remotes;

[TestClass]
public sealed class RemoteSettingTests
{
    [TestMethod]
    public void Parse_GivesAddressesPoliciesAndScopes_InTheirOrder()
    {
        var remotes = RemoteSetting.Parse(" https://depot.example/team/ write auth=DEPOT_TOKEN scope=pr-12 ;\n file:///mnt/share read; s3://bucket/prefix?region=eu-west-1 ;");

        CollectionAssert.AreEqual(
            new RemoteSetting[]
            {
                new(new Uri("https://depot.example/team/"), true, "DEPOT_TOKEN", "pr-12"),
                new(new Uri("file:///mnt/share"), false, null, null),
                new(new Uri("s3://bucket/prefix?region=eu-west-1"), false, null, null),
            },
            remotes.ToList());
        CollectionAssert.AreEqual(new[] { "https://depot.example/team", "/mnt/share", "s3://bucket/prefix" }, remotes.Select(r => r.Place).ToList());
    }

    [TestMethod]
    [DataRow("ftp://depot.example/x", "ftp://depot.example/x")]
    [DataRow("/mnt/share", "/mnt/share")]
    [DataRow("https://", "https://")]
    [DataRow("https://a.example/x writes", "writes")]
    [DataRow("https://a.example/x scope=../main", "scope=")]
    [DataRow("https://a.example/x scope=..", "scope=")]
    [DataRow("https://a.example/x auth=", "auth=")]
    [DataRow("https://a.example/x?sig=abc", "a.example/x")]
    [DataRow("s3://bucket/x?regoin=eu", "bucket/x")]
    [DataRow("s3://bucket/x?region=eu&region=us", "bucket/x says 'region=' more than once")]
    [DataRow("file:///share auth=TOKEN", "auth=")]
    [DataRow("file://machine/share", "machine")]
    public void Parse_SaysWhatIsWrong_WhereSomethingIs(string text, string named)
    {
        var error = Assert.ThrowsExactly<SettingsException>(() => RemoteSetting.Parse(text));

        Assert.AreEqual(DiagnosticCodes.BadRemote, error.Code);
        Assert.Contains(named, error.Message);
    }

    [TestMethod]
    [DataRow("https://me:geheim@a.example/x")]
    [DataRow("https://geheim@a.example/x")]
    [DataRow("ftp://me:geheim@a.example/x")]
    [DataRow("https://a.example/x auth=Bearer:geheim!")]
    [DataRow("https://a.example/x?sig=geheim")]
    public void Parse_ShowsNoSecret_WhereOneIsInTheWrongPlace(string text) =>
        Assert.DoesNotContain("geheim", Assert.ThrowsExactly<SettingsException>(() => RemoteSetting.Parse(text)).Message);

    [TestMethod]
    [DataRow("machine a.example login me password one", "me:one")]
    [DataRow("machine b.example login you password two\nmachine A.EXAMPLE\n  login me\n  password one\n", "me:one")]
    [DataRow("# a comment machine a.example login x password y\nmachine a.example login me password #one", "me:#one")]
    [DataRow("macdef init\nmachine a.example login x password y\n\ndefault login me password one", "me:one")]
    [DataRow("machine b.example login you password two", null)]
    [DataRow("machine a.example login me", null)]
    [DataRow("machine b.example login machine password a.example", null)]
    public void Netrc_IsReadAsCurlReadsIt(string text, string? expected) =>
        Assert.AreEqual(expected, Netrc.Find(text, "a.example") is var (user, password) ? $"{user}:{password}" : null);
}
