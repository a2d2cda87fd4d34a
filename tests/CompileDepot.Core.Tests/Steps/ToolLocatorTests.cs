using CompileDepot.Core.Actions;
using CompileDepot.Core.Steps;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Steps;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class ToolLocatorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Search_TakesTheFirstThatMayBeRun()
    {
        Tool("a/gen", "x", isExecutable: false);
        Directory.CreateDirectory(_folder["b/gen"]);
        Tool("c/gen", "x");
        Tool("d/gen", "x");
        Assert.AreEqual(_folder["c/gen"], ToolLocator.Search("gen", $"{_folder["a"]}:{_folder["b"]}:{_folder["c"]}:{_folder["d"]}:relative:"));
        Assert.IsNull(ToolLocator.Search("gen", _folder["a"]));
    }

    /// <summary>A shell looks there, too: below the folder that it is in.</summary>
    [TestMethod]
    [DataRow("bin")]
    [DataRow("")]
    [DataRow("~/bin")]
    public void Find_Refuses_WhenTheSearchPathHasARelativeFolderBeforeTheProgram(string relative)
    {
        Tool("c/gen", "x");
        var refusal = Assert.ThrowsExactly<UncacheableException>(() => ToolLocator.Find("gen", _folder[""], $"{relative}:{_folder["c"]}"));
        StringAssert.Contains(refusal.Reason.Sentence, $"PATH says '{relative}'");
        Assert.IsNull(ToolLocator.Search("gen", $"{relative}:{_folder["c"]}", out var why));
        Assert.AreEqual($"PATH says '{relative}', which is no full path, before it leads to gen", why);
        Assert.AreEqual(_folder["c/gen"], ToolLocator.Find("gen", _folder[""], $"{_folder["c"]}:{relative}")[0].Path);
    }

    [TestMethod]
    public void Find_FollowsInterpreters_OfScripts()
    {
        var inner = Tool("bin/inner", "\u007fELF");
        var python = Tool("bin/py thon", "#!" + inner + " -x\r\n");
        var script = Tool("gen", "#! /usr/bin/env -S A=1 inner --flag\nrest");
        CollectionAssert.AreEqual(new[] { (script, script), ("/usr/bin/env", "/usr/bin/env"), (inner, inner) }, ToolLocator.Find("./gen", _folder[""], _folder["bin"]).ToArray());
        CollectionAssert.AreEqual(new[] { (python, python), (inner, inner) }, ToolLocator.Find("py thon", _folder[""], _folder["bin"]).ToArray());
        // A name that this process's search path decides stays bare: elsewhere the program lies elsewhere.
        Assert.AreEqual("sh", ToolLocator.Find("sh", "/")[0].Name);
    }

    [TestMethod]
    [DataRow("none")]
    [DataRow("./none")]
    [DataRow("./dangling")]
    public void Find_Refuses_WhatIsNotThere(string word)
    {
        Tool("dangling", "#!/none/at/all\n");
        var refusal = Assert.ThrowsExactly<UncacheableException>(() => ToolLocator.Find(word, _folder[""], _folder["bin"]));
        Assert.AreEqual(UncacheableReason.ToolUnknown, refusal.Reason.Kind);
    }

    [TestMethod]
    public void Find_Ends_WhenAScriptInterpretsItself()
    {
        var ring = Tool("ring", "#!" + _folder["ring"] + "\n");
        Assert.IsLessThan(10, ToolLocator.Find(ring, "/").Count);
    }

    [TestMethod]
    public void DotNetTool_IsTheAssembly_OrThePackageOfTheManifest()
    {
        var assembly = _folder.Write("tool/gen.dll", "x");
        _folder.Write("src/.config/dotnet-tools.json", """{ "version": 1, /* ours */ "isRoot": true, "tools": { "Acme.Gen": { "version": "1.2.0-B", "commands": ["gen", "dotnet-make"] } } }""");
        _folder.Write("packages/acme.gen/1.2.0-b/tools/gen.dll", "x");
        DotNetTool Of(string command) => DotNetTool.Of(command.Split(' '), _folder["src/sub"], _folder["packages"]);
        Assert.AreEqual(new DotNetTool(assembly, null), Of("dotnet ../../tool/gen.dll run"));
        Assert.AreEqual(new DotNetTool(assembly, null), Of("dotnet exec ../../tool/gen.dll"));
        foreach (var command in new[] { "dotnet gen", "dotnet tool run gen x", "dotnet make" })
            Assert.AreEqual(new DotNetTool(null, _folder["packages/acme.gen/1.2.0-b"]), Of(command), command);
        foreach (var command in new[] { "dotnet", "dotnet run", "dotnet build x", "dotnet none.dll", "dotnet exec --depsfile x y.dll" })
            Assert.AreEqual(UncacheableReason.ToolUnknown, Assert.ThrowsExactly<UncacheableException>(() => Of(command), command).Reason.Kind);
        _folder.Write("src/.config/dotnet-tools.json", "{ \"tools\": 1 }");
        Assert.AreEqual(UncacheableReason.ToolUnknown, Assert.ThrowsExactly<UncacheableException>(() => Of("dotnet gen")).Reason.Kind);
    }

    private string Tool(string name, string text, bool isExecutable = true)
    {
        var path = _folder.Write(name, text);
        if (isExecutable && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
