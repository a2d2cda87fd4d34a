using System.Collections.Concurrent;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Tests.Trust;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ProjectCacheTests : IDisposable
{
    private readonly PoisonBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestMethod]
    [DataRow("key text")]
    [DataRow("entry")]
    [DataRow("file of the project")]
    public void FindAndRestore_TellTheDamage_WhenSomethingIsNotWhole(string what)
    {
        var action = _bench.AddEntry("e", null, ("{root}/obj/a.dll", "assembly"));
        var file = _bench.Content("{root}/obj/x", "content of x");
        var project = _bench.AddProject("p", action, file);
        var layout = _bench.Layout;
        Assert.IsEmpty(Use(project));
        Directory.Delete(_bench["obj"], recursive: true);
        SampleDepot.Flip(what switch
        {
            "key text" => layout.Blob(new ContentDigest(action.KeyText.Value)),
            "entry" => layout.Entry(action.Key),
            _ => layout.Blob(file.Blob),
        });
        Assert.HasCount(1, Use(project));
        Assert.IsFalse(Directory.Exists(_bench["obj"]));
    }

    private IReadOnlyList<string> Use(ProjectEntry project)
    {
        var (stack, digester) = (_bench.Stack, new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), _bench.Root));
        var hit = new ProjectCache(stack, _bench.Here, digester, new FactCheck(_bench.Here, digester, new ConcurrentDictionary<string, bool>())).Find(project.Tree, out _);
        if (hit is not null)
            new ProjectRestorer(stack, _bench.Here, digester).TryRestore(hit, "", _bench.Own, out _, out _);
        return stack.Damage;
    }
}
