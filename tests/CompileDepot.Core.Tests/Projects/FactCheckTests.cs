using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class FactCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, bool> _outside = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("source")]
    [DataRow("reference")]
    [DataRow("resource")]
    [DataRow("analyzer")]
    [DataRow("input")]
    [DataRow("include")]
    [DataRow("toolchain")]
    public void FirstBroken_NamesTheFile_WhenItIsNotWhatItWas(string kind)
    {
        foreach (var (name, token) in new[] { ("root/a b.x", "{root}/a%20b.x"), ("nuget/b.x", "{nuget}/b.x") })
        {
            var path = _folder.Write(name, "one");
            var line = $"{kind} {token} {ContentDigest.Of("one"u8)} more";
            Assert.IsNull(Broken(line));
            File.WriteAllText(path, "two");
            Assert.IsNotNull(Broken(line));
            File.Delete(path);
            Assert.AreEqual($"{kind} {KeyField.Unescape(token)}", Broken(line));
        }
    }

    [TestMethod]
    public void FirstBroken_AsksForFoldersAndTheAbsent()
    {
        var digester = Digester();
        _folder.Write("root/gen/A.dll", "a");
        var beside = $"beside {{root}}/gen {FolderDigest.OfAssemblies(_folder["root/gen"], digester, [], f => f.Digest)}";
        var toolchain = $"toolchain {{root}}/gen {FolderDigest.OfTree(_folder["root/gen"], [], digester, [])}";
        Assert.IsNull(Broken(beside));
        Assert.IsNull(Broken(toolchain));
        Assert.IsNull(Broken("absent {root}/gen/B.dll"));
        _folder.Write("root/gen/B.dll", "b");
        Assert.AreEqual("beside {root}/gen", Broken(beside));
        Assert.AreEqual("toolchain {root}/gen", Broken(toolchain));
        Assert.AreEqual("absent {root}/gen/B.dll", Broken("absent {root}/gen/B.dll"));
    }

    [TestMethod]
    public void FirstBroken_AsksForTheSurroundings()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux";
        Assert.IsNull(Broken($"platform {system} {RuntimeInformation.OSArchitecture}"));
        Assert.AreEqual("platform beos", Broken($"platform beos {RuntimeInformation.OSArchitecture}"));
        Assert.IsNull(Broken("runtime " + KeyField.Escape(RuntimeInformation.FrameworkDescription)));
        Assert.AreEqual("runtime .NET 1", Broken("runtime .NET%201"));
        Assert.IsNull(Broken($"culture {KeyField.Escape(CultureInfo.CurrentUICulture.Name)} {KeyField.Escape(CultureInfo.CurrentCulture.Name)}"));
        Assert.AreEqual("culture tlh", Broken("culture tlh tlh"));
        Assert.AreEqual("codepage 1", Broken("codepage 1"));
        var text = new KeyText();
        Surroundings.Write(text);
        var written = System.Text.Encoding.UTF8.GetString(text.ToBytes()).Split('\n').Where(l => l.StartsWith("codepage ", StringComparison.Ordinal)).ToList();
        Assert.HasCount(OperatingSystem.IsWindows() ? 1 : 0, written);
        Assert.IsTrue(written.TrueForAll(line => Broken(line) is null));
        Assert.IsNull(Broken("environment PATH " + KeyField.Escape(Tokens.TokenizeText(Environment.GetEnvironmentVariable("PATH")!))));
        Assert.AreEqual("environment PATH", Broken("environment PATH other"));
        Assert.AreEqual("environment COMPILEDEPOT_NOBODY_SETS_THIS", Broken("environment COMPILEDEPOT_NOBODY_SETS_THIS %"));
    }

    /// <summary>That a variable was not set is a fact, too; what a step reads it declares.</summary>
    [TestMethod]
    [DoNotParallelize]
    [DataRow("Csc", "LIB", true)]
    [DataRow("Vbc", "DOTNET_ROLL_FORWARD", true)]
    [DataRow("Fsc", "LIB", true)]
    [DataRow("Fsc", "FSHARP_FACTCHECK", true)]
    [DataRow("Csc", "FSHARP_FACTCHECK", false)]
    [DataRow("Exec", "LIB", false)]
    public void FirstBroken_NamesTheVariable_WhenItIsSetNow(string task, string name, bool isRead)
    {
        var before = Environment.GetEnvironmentVariable(name);
        try
        {
            Environment.SetEnvironmentVariable(name, null);
            Assert.IsNull(Broken("task " + task));
            Environment.SetEnvironmentVariable(name, "/gone");
            Assert.AreEqual(isRead ? "environment " + name : null, Broken("task " + task));
            Assert.IsNull(Broken($"task {task}\nenvironment {name} /gone"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }

    [TestMethod]
    public void FirstBroken_PassesOverWhatTheBuildMakesAndWhatTheTreeHashHolds()
    {
        Assert.IsNull(Broken("source {root}/obj/Made.cs 1", "{root}/obj/Made.cs"));
        Assert.IsNotNull(Broken("source {root}/obj/Made.cs 1"));
        Assert.IsNull(Broken("option /unsafe\noutput Assembly {root}/obj/A.dll %\nparameter X 1\ntask Csc"));
        Assert.AreEqual("source {unknown}/x.cs", Broken("source {unknown}/x.cs 1"));
        Assert.AreEqual("source {root}/../x.cs", Broken("source {root}/../x.cs 1"));
    }

    [TestMethod]
    [DataRow("/analyzerconfig:", "is_global = true\nbuild_property.X = ROOT/x\n")]
    [DataRow("/sourcelink:", "{\"documents\":{\"ROOT/*\":\"https://example.com/*\"}}")]
    [DataRow("/additionalfile:", "ROOT")]
    [DataRow("/embed:", "ROOT")]
    public void FirstBroken_IsNone_WhenTheKeyTextWasJustWritten(string option, string text)
    {
        using var bench = new KeyBench();
        var path = bench.Write("named.txt", text.Replace("ROOT", bench.Root, StringComparison.Ordinal));
        var keyText = bench.Action(CompilerKind.CSharp, option + path, "A.cs").KeyText;
        Assert.IsNull(Broken());
        File.AppendAllText(path, " ");
        Assert.AreEqual("input {root}/named.txt", Broken());

        string? Broken() => new FactCheck(new Locality(new PathTokens([(PathTokens.Root, bench.Root)]), null), new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), bench.Root), new(StringComparer.Ordinal))
            .FirstBroken(keyText, new HashSet<string>());
    }

    [TestMethod]
    public void FirstBroken_RefusesAnotherVersion() =>
        Assert.IsNotNull(new FactCheck(new Locality(Tokens, null), Digester(), _outside).FirstBroken(Encoding.UTF8.GetBytes("compiledepot-key 99\n"), new HashSet<string>()));

    [TestMethod]
    public void Newest_IsThatOfTheFilesBelowTheRoot()
    {
        var old = _folder.Write("root/old.cs", "");
        var young = _folder.Write("root/young.cs", "");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(young, new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(_folder.Write("nuget/a.dll", ""), new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        var empty = ContentDigest.Of([]);
        var check = new FactCheck(new Locality(Tokens, null), Digester(), _outside);
        Assert.IsNull(check.FirstBroken(Encoding.UTF8.GetBytes($"{KeyText.Header}\nsource {{root}}/young.cs {empty}\nsource {{root}}/old.cs {empty}\nreference {{nuget}}/a.dll {empty}\n"), new HashSet<string>()));
        Assert.IsTrue(FileStamp.TryRead(young, out var stamp));
        Assert.AreEqual(stamp.ModifiedNanoseconds, check.Newest);
    }

    private PathTokens Tokens => new([("root", _folder["root"]), ("nuget", _folder["nuget"])]);

    private FileDigester Digester() => new(new FileDigestMemo(null), new FileDigestMemo(null), _folder["root"] + Path.DirectorySeparatorChar);

    private string? Broken(string lines, params string[] made)
    {
        _outside.Clear();
        return new FactCheck(new Locality(Tokens, null), Digester(), _outside).FirstBroken(Encoding.UTF8.GetBytes($"{KeyText.Header}\n{lines}\n"), made.ToHashSet(StringComparer.Ordinal));
    }
}
