using CompileDepot.Tasks.Projects;

namespace CompileDepot.Tasks.Tests.Projects;

[TestClass]
public sealed class KnownPackagesTests
{
    [TestMethod]
    [DataRow("dotnet/sdk/10.0.401/Microsoft.Common.targets", true)]
    [DataRow("dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk/targets/Microsoft.NET.Sdk.targets", true)]
    [DataRow("dotnet/sdk/10.0.401/Sdks/Microsoft.NET.Sdk.Razor/Sdk/Sdk.targets", false)]
    [DataRow("dotnet/packs/Microsoft.Android.Sdk/35.0/tools/a.targets", false)]
    [DataRow("nuget/stylecop.analyzers/1.2.0/build/a.targets", true)]
    [DataRow("nuget/acme/1.0.0/build/a.targets", false)]
    [DataRow("src/Directory.Build.targets", false)]
    public void Owns_IsTheSame_WithThePathsOfEverySystem(string path, bool expected)
    {
        Assert.AreEqual(expected, KnownPackages.Owns("/packs/" + path, "/packs/dotnet/", "/packs/nuget/"));
        Assert.AreEqual(expected, KnownPackages.Owns(@"C:\packs\" + path.Replace('/', '\\'), @"C:\packs\dotnet\", @"C:\packs\nuget\"));
        Assert.IsFalse(KnownPackages.Owns("/packs/" + path, "", ""));
    }
}
