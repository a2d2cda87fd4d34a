namespace CompileDepot.Generators.Tests.Reporting;

/// <summary>Errors point to where a contribution was written, in whichever language, though the compile knows nothing of that.</summary>
[TestClass]
public sealed class LocatorTests
{
    private string _folder = "";

    [TestInitialize]
    public void Create() => _folder = Directory.CreateTempSubdirectory("compiledepot-").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("Lib.cs", "// [assembly: CompileSeq(\"c\", \"wrong\")]\n[assembly: CompileSeq(\"c\", \"right)\")]\n[assembly:\n  CompileSeqAttribute ( Names.C,\n \"wrong\")]", "string|wrong", 4, 3)]
    [DataRow("Lib.cs", "[assembly: CompileSeq(\"c\", \"a\\\"b\\\\\")]", "string|a\"b\\\\", 1, 12)]
    [DataRow("Lib.cs", "[assembly: CompileSeq(\"d\", 7), CompileSeq(\"c\", 70), CompileSeq(\"c\", 7)]", "int|7", 1, 53)]
    [DataRow("Lib.cs", "using T = X;\n[assembly: CompileSeq(\"c\", typeof(Outer<>.Wrong))]", "type|N.Outer`1+Wrong|Lib", 2, 12)]
    [DataRow("Lib.vb", "' CompileSeq(\"c\", \"wrong\")\n<Assembly: CompileSeq(\"c\", \"say \"\"wrong\"\"\")>", "string|say \"wrong\"", 2, 12)]
    [DataRow("Lib.vb", "<Assembly: CompileSeq(\"c\", \"C:\\\")>\n<Assembly: CompileSeq(\"c\", \"wrong\")>", "string|wrong", 2, 12)]
    [DataRow("Lib.cs", "[assembly: CompileSeq(\"c\", @\"C:\\\")]\n[assembly: CompileSeq(\"c\", \"wrong\")]", "string|C:\\\\", 1, 12)]
    [DataRow("Lib.fs", "module M\n[<assembly: CompileSeq(\"c\", typeof<M.T>, \"wrong\")>]\ndo ()", "method|M.T|Lib|wrong", 2, 13)]
    [DataRow("Lib.csproj", "<Project>\n  <ItemGroup>\n    <CompileSeq Include=\"c\" Value=\"right\" />\n    <CompileSeq Include='c' Value='&lt;wrong&gt;' />\n", "string|<wrong>", 4, 6)]
    [DataRow("Lib.csproj", "<Project>\n  <CompileSeq Include=\"c\">\n<Value>right</Value></CompileSeq>\n  <CompileSeq Include=\"c\">\n<Value>wrong</Value></CompileSeq>\n", "string|wrong", 4, 4)]
    [DataRow("Lib.csproj", "<Project>\n</Project>", "string|in an import", 1, 1)]
    public void Error_IsAtTheContribution(string file, string content, string value, int line, int column)
    {
        var path = Write("Lib/" + file, content);
        if (!file.EndsWith(".csproj", StringComparison.Ordinal))
            Write("Lib/Lib.csproj", "<Project />");
        var span = Error(value, path.EndsWith(".csproj", StringComparison.Ordinal) ? "" : $"\"missing.cs\", \"{file}\"").Location.GetLineSpan();
        Assert.AreEqual((path, line, column), (span.Path, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [DataRow("{\"producers\": 1}")]
    [DataRow("{\"producers\": [null, {}, {\"producer\": \"src/Lib/Lib.csproj\", \"project\": \"\"}]}")]
    [DataRow("{\"producers\": [{\"producer\": \"src/Other/Other.csproj\", \"project\": \"/x\", \"sources\": [1, true, -2.5e3, \"\\u0041\\n\"]}]} ")]
    public void Error_HasNoPlace_WhenNothingTellsIt(string json)
    {
        Write("obj/App.gathered.locations.json", json);
        Assert.IsFalse(Error("string|wrong", null).Location.GetLineSpan().IsValid);
    }

    [TestMethod]
    public void Error_IsAtTheProject_WhenThereAreTooManyToLookFor()
    {
        const int Count = 103;
        var path = Write("Lib/Lib.cs", string.Concat(Enumerable.Range(0, Count).Select(i => $"[assembly: CompileSeq(\"c\", \"wrong{i}\")]\n")));
        var project = Write("Lib/Lib.csproj", "<Project />");
        Write("obj/App.gathered.locations.json", $$"""{"version":1,"producers":[{"producer":"src/Lib/Lib.csproj","project":"{{project.Replace("\\", "\\\\")}}","sources":["Lib.cs"]}]}""");
        var errors = new TestCompilation("partial class App { [CompileDepot.SealedCollection(\"c\")] private static partial bool[] All { get; } }")
            .WithFile(Path.Combine(_folder, "obj/App.gathered.txt"), GatheredText.Of(["collection|c|seq", "from|src/Lib/Lib.csproj", .. Enumerable.Range(0, Count).Select(i => $"value|string|wrong{i}")])).Errors();
        Assert.AreEqual((100, 3), (errors.Count(e => e.Location.GetLineSpan().Path == path), errors.Count(e => e.Location.GetLineSpan().Path == project)));
    }

    private Microsoft.CodeAnalysis.Diagnostic Error(string value, string? sources)
    {
        var project = Path.Combine(_folder, "Lib/Lib.csproj").Replace("\\", "\\\\");
        if (sources is not null)
            Write("obj/App.gathered.locations.json", $$"""{"version":1,"producers":[{"producer":"src/Lib/Lib.csproj","project":"{{project}}","sources":[{{sources}}]}]}""");
        return new TestCompilation("partial class App { [CompileDepot.SealedCollection(\"c\")] private static partial bool[] All { get; } }")
            .WithFile(Path.Combine(_folder, "obj/App.gathered.txt"), GatheredText.Of("collection|c|seq", "from|src/Lib/Lib.csproj", "value|" + value)).Error("CD0072");
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}
