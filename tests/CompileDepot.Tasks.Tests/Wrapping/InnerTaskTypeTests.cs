using System.Reflection;
using System.Reflection.Emit;
using CompileDepot.Tasks.Wrapping;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Tests.Wrapping;

[TestClass]
public sealed class InnerTaskTypeTests
{
    /// <summary>Names that begin as those of .NET and of MSBuild are no privilege of theirs.</summary>
    [TestMethod]
    [DataRow("System.Acme")]
    [DataRow("Microsoft.Build.Acme")]
    [DataRow("Acme.Base")]
    public void Get_FindsWhatTheTaskNeeds_BesideIt(string dependency)
    {
        // Loaded assemblies stay loaded: a name of this run alone.
        var name = dependency + Guid.NewGuid().ToString("N");
        using var folder = new TemporaryFolder();
        Make(folder.Path, "Acme.Tasks", Make(folder.Path, name, typeof(FakeCompile)));
        var task = InnerTaskType.Get(Path.Combine(folder.Path, "Acme.Tasks.dll"), "T").Create();
        Assert.AreEqual(name, task.GetType().BaseType!.Assembly.GetName().Name);
        Assert.IsInstanceOfType<ITask>(task);
    }

    // An assembly with one class T above another.
    private static TypeBuilder Make(string folder, string name, Type above)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(1, 0) }, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(name).DefineType("T", TypeAttributes.Public, above);
        type.DefineDefaultConstructor(MethodAttributes.Public);
        type.CreateType();
        assembly.Save(Path.Combine(folder, name + ".dll"));
        return type;
    }
}
