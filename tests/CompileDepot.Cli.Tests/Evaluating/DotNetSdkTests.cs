using CompileDepot.Cli.Evaluating;

namespace CompileDepot.Cli.Tests.Evaluating;

[TestClass]
public sealed class DotNetSdkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Find_AsksTheProgramByItsName_WhenItIsALinkToOneThatGoesByThat()
    {
        if (OperatingSystem.IsWindows())
            throw new AssertInconclusiveException("Scripts of the shell.");
        var real = DotNetSdk.Find(_folder);
        var many = Path.Combine(_folder, "many");
        File.WriteAllText(many, $"#!/bin/sh\ncase \"$0\" in */dotnet) exec '{real.Host}' \"$@\";; esac\necho no such command >&2\nexit 1\n");
        File.SetUnixFileMode(many, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var link = Path.Combine(_folder, "dotnet");
        File.CreateSymbolicLink(link, many);
        Assert.AreEqual(real, DotNetSdk.Find(_folder, link));
        Assert.AreEqual(real.Folder, Path.Combine(Path.GetDirectoryName(real.Host)!, "sdk", real.Version));
    }

    [TestMethod]
    [DataRow("10.0.1", true)]
    [DataRow("10.0.1 10.0.2", false)]
    [DataRow("9.0.9 10.1.0 10.0.1 10.0.0-rc.1.2", true)]
    [DataRow("10.0.0-rc.1.2", true)]
    [DataRow("", true)]
    public void DoubtOf_IsThatBuildsRunOnAnotherPatch(string installed, bool isSame)
    {
        foreach (var version in installed.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Directory.CreateDirectory(Path.Combine(_folder, "shared", "Microsoft.NETCore.App", version));
        var doubt = MSBuildHost.DoubtOf(Path.Combine(_folder, "sdk", "10.0.101"), new Version(10, 0, 1));
        Assert.AreEqual(isSame ? null : $"builds run on .NET 10.0.2, and this tool on .NET 10.0.1; with DOTNET_ROOT={_folder} it runs on theirs", doubt);
    }
}
