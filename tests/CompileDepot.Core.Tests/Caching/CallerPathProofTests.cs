using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Caching;

[TestClass]
public sealed class CallerPathProofTests : IDisposable
{
    private const string Document = "/home/jane/src/A.cs";
    private const string Source = "class A { void M() { } }";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void IsCallerPath_IsTrue_WhenNothingElseCanGiveThePath() => Assert.IsTrue(IsCallerPath(a => a, Pdb));

    [TestMethod]
    public void IsCallerPath_IsFalse_WhenItIsNotKnownHowConstantsAreMade() => Assert.IsFalse(IsCallerPath(a => a with { Constants = null }, Pdb));

    [TestMethod]
    public void IsCallerPath_IsFalse_WhenNoPdbTellsWhatWasGenerated() => Assert.IsFalse(IsCallerPath(a => a, []));

    [TestMethod]
    public void IsCallerPath_IsFalse_WhenThePdbIsNone() => Assert.IsFalse(IsCallerPath(a => a, [new LocalFile(OutputRole.Pdb, "a.pdb", [1, 2, 3])]));

    [TestMethod]
    public void IsCallerPath_IsFalse_WhenASourceChanged() => Assert.IsFalse(IsCallerPath(
        a =>
        {
            File.AppendAllText(a.Constants!.Sources[0].Path, " ");
            return a;
        },
        Pdb));

    [TestMethod]
    public void IsCallerPath_IsFalse_WhenAnInputIsGone()
    {
        Assert.IsFalse(IsCallerPath(a => Without(a, a.Constants!.Sources[0]), Pdb));
        Assert.IsFalse(IsCallerPath(a => Without(a, a.Constants!.References[0]), Pdb));

        static CompileAction Without(CompileAction action, InputFile file)
        {
            File.Delete(file.Path);
            return action;
        }
    }

    [TestMethod]
    public void IsCallerPath_IsFalse_WhenAGeneratedSourceHoldsThePath() =>
        Assert.IsFalse(IsCallerPath(a => a, [new LocalFile(OutputRole.Pdb, "a.pdb", Assemblies.Compile($"class A {{ const string S = \"{Document}\"; }}", Document, embedSource: true).Pdb)]));

    private static IReadOnlyList<LocalFile> Pdb => [new LocalFile(OutputRole.Pdb, "a.pdb", Assemblies.Compile(Source, Document).Pdb)];

    private bool IsCallerPath(Func<CompileAction, CompileAction> change, IReadOnlyList<LocalFile> files)
    {
        var source = new InputFile(_folder.Write("A.cs", Source), default, ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(Source)), FileTraits.None);
        var reference = _folder["r.dll"];
        File.WriteAllBytes(reference, Assemblies.Compile("public class R { public const string C = \"c\"; }", "/_/R.cs").Image);
        var action = new CompileAction(default, [], [source], []) { Constants = new([source], [source with { Path = reference }]) };
        return new CallerPathProof(change(action), files).IsCallerPath(Document, inCode: false);
    }
}
