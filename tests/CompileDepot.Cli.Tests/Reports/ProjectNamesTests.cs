using CompileDepot.Cli.Reports;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Tests.Reports;

[TestClass]
public sealed class ProjectNamesTests
{
    [TestMethod]
    public void Of_IsTheFilesName_UnlessAnotherFileHasIt()
    {
        ProjectId a = new("{root}/src/A/Lib.csproj", "net10.0", ""), b = new("{root}/tests/A/lib.fsproj", "net10.0", ""), other = a with { Framework = "net8.0" }, c = new("{root}/C.csproj", "", "");
        var names = new ProjectNames([a, b, other, c]);
        Assert.AreEqual("src/A/Lib.csproj tests/A/lib.fsproj src/A/Lib.csproj C", string.Join(' ', new[] { a, b, other, c }.Select(names.Of)));
        Assert.AreEqual("Lib", new ProjectNames([a, other]).Of(a), "frameworks of one file share its name");
    }

    [TestMethod]
    public void Variant_LeavesOutTheConfiguration_WhenAllHaveTheSame()
    {
        ProjectId debug = new("a", "net10.0", "Debug"), release = debug with { Configuration = "Release" }, stranger = new("b", "", "");
        var same = new ProjectNames([debug, stranger]);
        Assert.AreEqual("Debug net10.0", $"{same.Configuration} {same.Variant(debug)}{same.Variant(stranger)}");
        var mixed = new ProjectNames([debug, release]);
        Assert.AreEqual("/net10.0, Debug/net10.0, Release", $"{mixed.Configuration}/{mixed.Variant(debug)}/{mixed.Variant(release)}");
    }
}
