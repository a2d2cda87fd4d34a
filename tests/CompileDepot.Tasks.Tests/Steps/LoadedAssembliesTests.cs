using System.Runtime.Loader;
using CompileDepot.Tasks.Steps;

namespace CompileDepot.Tasks.Tests.Steps;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class LoadedAssembliesTests
{
    [TestMethod]
    public void FindStale_NamesTheAssembly_WhenItsFileIsAnotherThanWasLoaded()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "Acme.dll");
        File.Copy(typeof(CachedTaskFactory).Assembly.Location, path);
        new AssemblyLoadContext("stale", isCollectible: true).LoadFromAssemblyPath(path);
        Assert.IsNull(LoadedAssemblies.FindStale(folder.Path));

        // As a build does: a new file in the place of the old.
        File.Delete(path);
        File.Copy(typeof(LoadedAssembliesTests).Assembly.Location, path);
        Assert.AreEqual(path, LoadedAssemblies.FindStale(folder.Path));
        File.WriteAllText(path, "no assembly");
        Assert.AreEqual(path, LoadedAssemblies.FindStale(folder.Path));
    }
}
