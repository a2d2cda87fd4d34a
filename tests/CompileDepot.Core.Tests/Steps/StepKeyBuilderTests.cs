using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Steps;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Steps;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class StepKeyBuilderTests : IDisposable
{
    // Of this test alone: the environment is the whole process's.
    private readonly string _variable = "STEP_TEST_" + Guid.NewGuid().ToString("N");

    private readonly TempFolder _folder = new();

    public StepKeyBuilderTests()
    {
        foreach (var root in new[] { "here", "there" })
        {
            _folder.Write(root + "/src/gen.sh", "#!/bin/sh\n");
            _folder.Write(root + "/src/in.txt", "in");
            _folder.Write(root + "/src/data/a.txt", "a");
        }
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Dispose();
    }

    [TestMethod]
    public void Key_IsTheSame_InAnotherCheckout()
    {
        Assert.AreEqual(Key(Request("here", "sh gen.sh " + _folder["here/src/in.txt"])), Key(Request("there", "sh gen.sh " + _folder["there/src/in.txt"])));
        Assert.DoesNotContain(_folder.Path, Text(Request("here", "sh gen.sh " + _folder["here/src/in.txt"])));
    }

    [TestMethod]
    public void Key_IsAnother_WhenAnythingDeclaredIs()
    {
        var request = Request("here", "sh gen.sh --in=in.txt");
        var keys = new List<string> { Key(request) };
        void Edit(string file, string text)
        {
            var before = File.ReadAllText(_folder[file]);
            _folder.Write(file, text);
            keys.Add(Key(request));
            _folder.Write(file, before);
            Assert.AreEqual(keys[0], Key(request), file);
        }
        Edit("here/src/gen.sh", "#!/bin/sh\ntrue\n");
        Edit("here/src/in.txt", "other");
        Edit("here/src/data/a.txt", "other");
        _folder.Write("here/src/data/b.txt", "");
        keys.Add(Key(request));
        File.Delete(_folder["here/src/data/b.txt"]);
        Environment.SetEnvironmentVariable(_variable, "");
        keys.Add(Key(request));
        Environment.SetEnvironmentVariable(_variable, "secret");
        keys.Add(Key(request));
        Assert.DoesNotContain("secret", Text(request));
        Environment.SetEnvironmentVariable(_variable, null);
        keys.Add(Key(request with { Name = "Other" }));
        keys.Add(Key(request with { Outputs = [_folder["here/src/out"]] }));
        keys.Add(Key(request with { Outputs = [_folder["here/src/out/"]] }));
        keys.Add(Key(request with { Parameters = [["Mode", "a b"], ["Mode", "c"]] }));
        keys.Add(Key(request with { Parameters = [["Mode", "a", "b"], ["Mode", "c"]] }));
        CollectionAssert.AllItemsAreUnique(keys);
    }

    /// <summary>What a .NET program loads from beside it counts; a program behind a starter as well as one that dotnet is told.</summary>
    [TestMethod]
    public void Key_IsAnother_WhenAnAssemblyBesideAProgramIs()
    {
        foreach (var file in new[] { "gen", "gen.dll", "gen.runtimeconfig.json", "gen.deps.json", "lib.dll" })
            _folder.Write("here/tool/" + file, "x");
        foreach (var command in new[] { "../tool/gen a", "dotnet ../tool/gen.dll a", "dotnet exec ../tool/gen.dll" })
        {
            var request = Request("here", command);
            var keys = new List<string> { Key(request) };
            foreach (var file in new[] { "gen.dll", "gen.runtimeconfig.json", "gen.deps.json", "lib.dll" })
            {
                _folder.Write("here/tool/" + file, "other");
                keys.Add(Key(request));
                _folder.Write("here/tool/" + file, "x");
            }
            CollectionAssert.AllItemsAreUnique(keys);
        }
    }

    /// <summary>What the host reads beside a program counts for each of the programs in one folder.</summary>
    [TestMethod]
    public void Key_IsAnother_WhenSettingsOfASecondProgramInTheFolderAre()
    {
        foreach (var file in new[] { "a.dll", "a.runtimeconfig.json", "b.dll", "b.runtimeconfig.json" })
            _folder.Write("here/tool/" + file, "x");
        var request = Request("here", "dotnet ../tool/a.dll && dotnet ../tool/b.dll");
        var keys = new List<string> { Key(request) };
        _folder.Write("here/tool/b.runtimeconfig.json", "other");
        keys.Add(Key(request));
        _folder.Write("here/tool/b.deps.json", "x");
        keys.Add(Key(request));
        CollectionAssert.AllItemsAreUnique(keys);
    }

    [TestMethod]
    [DataRow("sh < gen.sh > out.txt")]
    [DataRow("sh ./gen.sh < in.txt")]
    [DataRow("CONFIG=in.txt sh ./gen.sh")]
    [DataRow("CONFIG=none:in.txt sh ./gen.sh")]
    [DataRow("CONFIG='in.txt'; sh ./gen.sh $CONFIG")]
    public void Key_IsAnother_WhenWhatNoCommandIsToldIs(string command)
    {
        var request = Request("here", command);
        var before = Key(request);
        _folder.Write(command.Contains("in.txt", StringComparison.Ordinal) ? "here/src/in.txt" : "here/src/gen.sh", "other");
        Assert.AreNotEqual(before, Key(request));
    }

    [TestMethod]
    [DataRow("sh gen.sh more.txt", "more.txt")]
    [DataRow("sh gen.sh < more.txt", "more.txt")]
    [DataRow("sh gen.sh --from=more.txt", "more.txt")]
    [DataRow("sh gen.sh @sub/more", "sub/more")]
    [DataRow("dotnet ../tool/gen.dll", "../tool/gen.runtimeconfig.json")]
    public void Facts_Break_WhenAFileAppearsThatAWordNames(string command, string name)
    {
        _folder.Write("here/tool/gen.dll", "x");
        var request = Request("here", command);
        var text = StepKeyBuilder.Build(request, Digester).KeyText;
        string? Broken() => new FactCheck(request.Here, Digester, new(StringComparer.Ordinal)).FirstBroken(text, new HashSet<string>());
        Assert.IsNull(Broken());
        _folder.Write("here/src/" + name, "x");
        Assert.AreEqual("absent " + PathTokens.InRoot + Path.GetRelativePath(_folder["here"], _folder["here/src/" + name]), Broken());
    }

    /// <summary>Words that name no file, and outputs, say nothing; what leads out of the root would be another path in each checkout.</summary>
    [TestMethod]
    public void Key_HoldsNoAbsence_OfWhatNamesNoFile()
    {
        var request = Request("here", "sh gen.sh word --option=value -I../x.y out.txt ../../../x.txt sub/") with { Outputs = [_folder["here/src/out.txt"]] };
        Assert.DoesNotContain("\nabsent", Text(request));
        Assert.AreEqual(Key(request), Key(Request("there", "sh gen.sh word --option=value -I../x.y out.txt ../../../x.txt sub/") with { Outputs = [_folder["there/src/out.txt"]] }));
    }

    [TestMethod]
    public void Key_LeavesOutWhatLiesInThePlaceOfAnOutput()
    {
        var request = Request("here", "sh gen.sh > out.txt") with { Outputs = [_folder["here/src/out.txt"]] };
        var before = Key(request);
        _folder.Write("here/src/out.txt", "old");
        Assert.AreEqual(before, Key(request));
    }

    [TestMethod]
    [DataRow("$GEN", UncacheableReason.ToolUnknown)]
    [DataRow("no-such-program", UncacheableReason.ToolUnknown)]
    [DataRow("dotnet build", UncacheableReason.ToolUnknown)]
    public void Key_IsNotMade_WhenNobodyCanTellWhatRuns(string command, UncacheableReason reason) =>
        Assert.AreEqual(reason, Assert.ThrowsExactly<UncacheableException>(() => Key(Request("here", command))).Reason.Kind);

    [TestMethod]
    public void Key_IsNotMade_WhenAnInputIsMissing() =>
        Assert.AreEqual(UncacheableReason.InputMissing, Assert.ThrowsExactly<UncacheableException>(() => Key(Request("here", "sh gen.sh") with { Inputs = [_folder["none"]] })).Reason.Kind);

    /// <summary>A word that names it would say no more than that no file of that name is there.</summary>
    [TestMethod]
    public void Key_IsAnother_WhenADeclaredFolderIsThatTheCommandNames()
    {
        var request = Request("here", "sh gen.sh ./data");
        var keys = new List<string> { Key(request) };
        StringAssert.Contains(Text(request), "\nfolder {root}/src/data ");
        _folder.Write("here/src/data/a.txt", "other");
        keys.Add(Key(request));
        _folder.Write("here/src/data/sub/b.txt", "");
        keys.Add(Key(request));
        CollectionAssert.AllItemsAreUnique(keys);
    }

    [TestMethod]
    public void Key_IsNotMade_WhenAnInputIsMissingThatTheCommandNames()
    {
        var request = Request("here", "sh gen.sh none.txt") with { Inputs = [_folder["here/src/none.txt"]] };
        Assert.AreEqual(new Reason(UncacheableReason.InputMissing, _folder["here/src/none.txt"]), Assert.ThrowsExactly<UncacheableException>(() => Key(request)).Reason);
    }

    /// <summary>What the project level asks before it stands in for a whole build.</summary>
    [TestMethod]
    public void Facts_Hold_AsLongAsTheKeyIsTheSame()
    {
        var request = Request("here", "sh ./gen.sh") with { Assemblies = [typeof(StepKeyBuilderTests).Assembly.Location] };
        var text = StepKeyBuilder.Build(request, Digester).KeyText;
        string? Broken() => new FactCheck(request.Here, Digester, new(StringComparer.Ordinal)).FirstBroken(text, new HashSet<string>());
        Assert.IsNull(Broken());
        Environment.SetEnvironmentVariable(_variable, "x");
        Assert.AreEqual("variable " + _variable, Broken());
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Write("here/src/data/b.txt", "");
        Assert.AreEqual("folder {root}/src/data", Broken());
        File.Delete(_folder["here/src/data/b.txt"]);
        _folder.Write("here/src/gen.sh", "#!/bin/sh\ntrue\n");
        Assert.AreEqual("input {root}/src/gen.sh", Broken());
        var elsewhere = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("tool sh ", "tool no-such-program ", StringComparison.Ordinal));
        Assert.AreEqual(
            "tool no-such-program (there is no program no-such-program)",
            new FactCheck(new Locality(new PathTokens([("root", _folder["there"])]), null), Digester, new(StringComparer.Ordinal)).FirstBroken(elsewhere, new HashSet<string>()));
    }

    [TestMethod]
    public void Difference_SaysWhichProgramOrVariableItWas()
    {
        var request = Request("here", "sh gen.sh");
        var before = StepKeyBuilder.Build(request, Digester).KeyText;
        Environment.SetEnvironmentVariable(_variable, "x");
        Assert.AreEqual($"environment variable {_variable} changed", KeyDiff.Summarize(KeyDiff.Compare(before, StepKeyBuilder.Build(request, Digester).KeyText)));
        Environment.SetEnvironmentVariable(_variable, null);
        _folder.Write("here/src/gen.sh", "other");
        Assert.AreEqual("file src/gen.sh changed", KeyDiff.Summarize(KeyDiff.Compare(before, StepKeyBuilder.Build(request, Digester).KeyText)));
    }

    private static FileDigester Digester => new(new FileDigestMemo(null), new FileDigestMemo(null), "/");

    private StepRequest Request(string root, string command) => new("Exec", [["Command", command]], _folder[root + "/src"], new Locality(new PathTokens([("root", _folder[root])]), null))
    {
        Command = command,
        Inputs = [_folder[root + "/src/data"]],
        Variables = [_variable],
    };

    private static string Key(StepRequest request) => StepKeyBuilder.Build(request, Digester).Key.ToString();

    private static string Text(StepRequest request) => Encoding.UTF8.GetString(StepKeyBuilder.Build(request, Digester).KeyText);
}
