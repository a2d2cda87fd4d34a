using CompileDepot.Core.Packages;

namespace CompileDepot.Core.Tests.Packages;

[TestClass]
public sealed class ConfigTextTests
{
    private const string Config = """
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <!-- ours -->
          <packageSources><add key="a" value="https://a/index.json" /></packageSources>
          <packageSourceCredentials><a><add key="ClearTextPassword" value="hunter2" /></a></packageSourceCredentials>
          <apikeys><add key="https://a" value="hunter2" /></apikeys>
          <packageSources><add key="our proxy" value="https://b/index.json" /></packageSources>
          <config><add key="http_proxy.password" value="hunter2" /></config>
        </configuration>
        """;

    [TestMethod]
    public void Of_HoldsNoSecret()
    {
        Assert.DoesNotContain("hunter2", ConfigText.Of(Config));
        Assert.Contains("https://a/index.json", ConfigText.Of(Config));
    }

    [TestMethod]
    [DataRow("https://b/index.json", false)]
    [DataRow("https://b/a%20b%20c/index.json", false)]
    [DataRow("packages/100%", false)]
    [DataRow("https://me:hunter2@b/index.json", true)]
    [DataRow("https://b/index.json?token=hunter2", true)]
    [DataRow("https://b/%PATH%/index.json", true)]
    [DataRow("%PATH%", true)]
    [DataRow("https://b/%NOT_SET_ANYWHERE%/index.json", false)]
    public void MayHoldSecret_LooksAtAddresses(string address, bool may) =>
        Assert.AreEqual(may, ConfigText.MayHoldSecret(Config.Replace("https://b/index.json", address, StringComparison.Ordinal)));

    [TestMethod]
    [DataRow("hunter2", "other", true)]
    [DataRow("<!-- ours -->", "", true)]
    [DataRow("\n  ", "\n\t", true)]
    [DataRow("key=\"a\"", "key=\"b\"", false)]
    [DataRow("https://b/", "https://c/", false)]
    [DataRow("<packageSources>", "<packageSources><clear />", false)]
    [DataRow("<apikeys>", "<packageSourceMapping><packageSource key=\"a\"><package pattern=\"*\" /></packageSource></packageSourceMapping><apikeys>", false)]
    public void Of_TellsWhatCounts(string before, string after, bool same) =>
        Assert.AreEqual(same, ConfigText.Of(Config) == ConfigText.Of(Config.Replace(before, after, StringComparison.Ordinal)));

    [TestMethod]
    public void Of_Throws_WhenItIsNoXml() => Assert.ThrowsExactly<FormatException>(() => ConfigText.Of("<configuration>"));
}
