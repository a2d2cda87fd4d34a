using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Tests.Actions;

[TestClass]
public sealed class KeyDiffTests
{
    [TestMethod]
    [DataRow("source {root}/src/A.cs 1", "source {root}/src/A.cs 2", "source src/A.cs changed")]
    [DataRow("", "source {root}/src/A.cs 1", "source src/A.cs is new")]
    [DataRow("source {root}/src/A.cs 1", "", "source src/A.cs is gone")]
    [DataRow("reference {nuget}/a/1.0/lib/A.dll 1 reference %", "reference {nuget}/a/1.0/lib/A.dll 2 reference %", "reference A.dll changed")]
    [DataRow("option /nullable:enable", "option /nullable:disable", "option /nullable was enable, is disable")]
    [DataRow("option /debug+", "option /debug-", "option /debug was +, is -")]
    [DataRow("option /unsafe", "option /unsafe-", "option /unsafe was set, is -")]
    [DataRow("option /define:A%20B", "option /define:C", "option /define was A B, is C")]
    [DataRow("environment LIB a", "environment LIB b", "environment LIB was a, is b")]
    [DataRow("", "environment LIB b", "environment LIB is new")]
    [DataRow("culture de-DE de-DE", "culture en-GB en-GB", "culture was de-DE de-DE, is en-GB en-GB")]
    [DataRow("toolchain {dotnet}/sdk/1 1", "toolchain {dotnet}/sdk/1 2", "toolchain {dotnet}/sdk/1 changed")]
    [DataRow("beside {nuget}/gen 1", "beside {nuget}/gen 2", "an assembly beside the analyzers in {nuget}/gen changed")]
    [DataRow("absent {root}/d.xml", "", "file d.xml is there now")]
    [DataRow("", "absent {root}/d.xml", "file d.xml is not there any more")]
    [DataRow("absent {root}/d.xml", "include {root}/d.xml 1", "file d.xml is there now")]
    [DataRow("absent {root}/d.txt", "input {root}/d.txt 1", "file d.txt is there now")]
    [DataRow("include {root}/d.xml 1", "absent {root}/d.xml", "file d.xml is not there any more")]
    [DataRow("input {root}/.editorconfig 1 analyzerconfig", "input {root}/.editorconfig 2 analyzerconfig", "file .editorconfig changed")]
    [DataRow("source a 1\nsource b 1", "source b 1\nsource a 1", "the order of the command line changed")]
    [DataRow("parameter X a", "parameter X b", "parameter X was a, is b")]
    [DataRow("parameter X a\noption /x:a", "parameter X b\noption /x:b", "option /x was a, is b")]
    [DataRow("source a 1\nsource a 1", "source a 1", "source a is gone")]
    [DataRow("property DefineConstants A%3BB", "property DefineConstants %", "property DefineConstants was A;B, is empty")]
    [DataRow("property NoWarn a%0A%20%20b", "property NoWarn c", "property NoWarn was a b, is c")]
    [DataRow("property Nullable enable", "", "property Nullable is gone")]
    [DataRow("items Compile 2 1", "items Compile 2 2", "items Compile changed")]
    [DataRow("items Compile 2 1", "items Compile 3 2", "items Compile were 2, are 3")]
    [DataRow("import {root}/Directory.Build.props 1", "import {root}/Directory.Build.props 2", "import Directory.Build.props changed")]
    [DataRow("file {root}/A.cs 1", "file {root}/A.cs 2", "file A.cs changed")]
    [DataRow("", "file {root}/A.cs 2", "file A.cs is new")]
    [DataRow("repository 1", "repository 2", "what git's settings say of remotes changed")]
    [DataRow("preference LibB backend string %22cpu%22", "preference LibB backend string \"gpu\"", "preference LibB.backend: cpu → gpu")]
    [DataRow("preference LibB backend string \"cpu\"", "preference LibB backend unset", "preference LibB.backend: cpu → unset")]
    [DataRow("preference LibB backend integer 1", "preference LibB backend float 1.0", "preference LibB.backend: 1 → 1.0")]
    [DataRow("preference LibB sizes array [1,%202]", "preference LibB sizes array [1]", "preference LibB.sizes: [1, 2] → [1]")]
    [DataRow("", "preference LibB backend string \"a%20b\"", "preference LibB.backend: not asked for → \"a b\"")]
    [DataRow("preference LibB backend unset", "", "preference LibB.backend: unset → not asked for")]
    [DataRow("preference Lib.B tuning.tile integer 1\nproperty Preference_tuning_tile 1", "preference Lib.B tuning.tile integer 2\nproperty Preference_tuning_tile 2", "preference Lib.B.tuning.tile: 1 → 2")]
    [DataRow("preference LibB tile unset\nsource {root}/obj/LibB.CompileTimePreferences.g.cs 1", "preference LibB tile integer 2\nsource {root}/obj/LibB.CompileTimePreferences.g.cs 2", "preference LibB.tile: unset → 2")]
    [DataRow("source {root}/obj/LibB.CompileTimePreferences.g.cs 1", "source {root}/obj/LibB.CompileTimePreferences.g.cs 2", "source obj/LibB.CompileTimePreferences.g.cs changed")]
    [DataRow("preference LibB tile unset\nproperty Preference_tile 1", "preference LibB tile unset\nproperty Preference_tile 2", "property Preference_tile was 1, is 2")]
    [DataRow("preference x", "preference y", "preference changed")]
    [DataRow("dependency {root}/Lib/Lib.csproj 1", "dependency {root}/Lib/Lib.csproj 2", "dependency Lib/Lib.csproj changed")]
    [DataRow("reference {nuget}/a/1.0/lib/A.dll 1\nanalyzer {nuget}/a/1.0/analyzers/G.dll 1", "reference {nuget}/a/1.1/lib/A.dll 2\nanalyzer {nuget}/a/1.1/analyzers/G.dll 2", "package a was 1.0, is 1.1")]
    [DataRow("", "import {nuget}/a/1.0/build/a.props 1", "package a 1.0 is new")]
    [DataRow("reference {nuget}/a/1.0/lib/A.dll 1", "", "package a 1.0 is gone")]
    public void Compare_SaysOneSentence_WhenOneThingChanged(string former, string now, string sentence) =>
        Assert.AreEqual(sentence, KeyDiff.Compare(Text(former), Text(now)).Single().Sentence);

    [TestMethod]
    [DataRow("")]
    [DataRow("source a 1\noption /b")]
    public void Compare_SaysNothing_WhenTextsAreEqual(string text)
    {
        Assert.IsEmpty(KeyDiff.Compare(Text(text), Text(text)));
        Assert.AreEqual("nothing it depends on changed", KeyDiff.Summarize([]));
    }

    [TestMethod]
    public void Compare_NamesWhatAPersonEditedFirst_WhenThereIsMuch()
    {
        var differences = KeyDiff.Compare(Text("reference /r/B.dll 1\nsource {root}/A.cs 1\noption /x:1"), Text("reference /r/B.dll 2\nsource {root}/A.cs 2\noption /x:2"));
        CollectionAssert.AreEqual(new[] { "source", "option", "reference" }, differences.Select(d => d.Kind).ToArray());
        Assert.AreEqual("source A.cs changed, and 2 more", KeyDiff.Summarize(differences));
    }

    [TestMethod]
    public void Compare_NamesThePreferenceBeforeWhatFollowsFromIt()
    {
        var differences = KeyDiff.Compare(
            Text("preference B x integer 1\npreference B y unset\nsource {root}/B.cs 1\noption /define:A"), Text("preference B x integer 2\npreference B y integer 1\nsource {root}/B.cs 2\noption /define:B"));
        CollectionAssert.AreEqual(new[] { "preference B.x: 1 → 2", "preference B.y: unset → 1", "source B.cs changed", "option /define was A, is B" }, differences.Select(d => d.Sentence).ToArray());
        Assert.AreEqual("preference B.x: 1 → 2, and 3 more", KeyDiff.Summarize(differences));
    }

    [TestMethod]
    public void Compare_ShortensLongValuesOfProperties()
    {
        var sentence = KeyDiff.Compare(Text("property A " + new string('a', 500)), Text("property A b")).Single().Sentence;
        Assert.AreEqual($"property A was {new string('a', 80)}…, is b", sentence);
    }

    [TestMethod]
    public void Compare_NamesFilesBeforeWhatFollowsFromThem_WhenTreesDiffer()
    {
        var former = "property P 1\nitems Compile 1 1\nimport {root}/A.csproj 1\ndependency {root}/B.csproj 1";
        var now = "property P 2\nitems Compile 2 2\nimport {root}/A.csproj 2\nfile {root}/New.cs 1\ndependency {root}/B.csproj 2";
        CollectionAssert.AreEqual(new[] { "file", "property", "items", "import", "dependency" }, KeyDiff.Compare(Text(former), Text(now)).Select(d => d.Kind).ToArray());
    }

    [TestMethod]
    public void Compare_DoesNotThrow_WhenTextsAreNoKeyTexts()
    {
        foreach (var text in new[] { "", "\n", "x", "x\npreference\npreference A b string 1\npreference A b unset\npreference A b unset\n", "x\noption\nsource\n \n  \n", "\0\ufffd" })
            KeyDiff.Compare(System.Text.Encoding.UTF8.GetBytes(text), Text("source a 1\noption"));
    }

    private static byte[] Text(string lines) => System.Text.Encoding.UTF8.GetBytes(KeyText.Header + "\n" + lines + (lines.Length > 0 ? "\n" : ""));
}
