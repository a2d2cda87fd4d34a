using System.Diagnostics;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

/// <summary>Why a build did not restore all: the first cause of each miss, with its place, in a tree that git knows.</summary>
[TestClass]
public sealed class ExplainBuildTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;
    private string _branch = "main";

    public ExplainBuildTests()
    {
        _cli = new CliRunner(_sample.Root, _sample.Folder);
        Directory.Delete(Path.Combine(_sample.Root, ".git"));
        Git("init", "-q", "-b", "main");
        Write("src/Domain/Domain.csproj", "<Project>\n  <PropertyGroup>\n    <Nullable>enable</Nullable>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include=\"Words\" />\n  </ItemGroup>\n</Project>\n");
        Write("src/Domain/Order.cs", "class Order\n{\n    int A;\n}\n");
        Write("Directory.Packages.props", "<Project>\n  <ItemGroup>\n    <PackageVersion Include=\"Words\" Version=\"1.0.0\" />\n  </ItemGroup>\n</Project>\n");
        Commit("first");
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_NamesTheFirstCauseWithItsPlace_AndFoldsWhatFollows()
    {
        Build(0, "enable", "1.0.0");
        Write("src/Domain/Order.cs", "class Order\n{\n    int A, B;\n}\n");
        Build(10, "enable", "1.0.0");

        var text = _cli.Run("explain").Check(ExitCode.Done, ", on main: 3 of 3 projects had to do something.\n").Output;

        StringAssert.Contains(text, "\nsrc/Domain/Domain.csproj (net10.0, Debug)\n  source src/Domain/Order.cs changed (src/Domain/Order.cs:3)");
        StringAssert.Contains(text, "; against the last build of main at ");
        StringAssert.Contains(text, "\n  and therefore Reports, App\n");
        Assert.DoesNotContain("App.csproj", text, "folded");

        var json = _cli.Run("explain", "--json").Json();
        Assert.AreEqual("root start branch commit restored misses", JsonShape.Names(json));
        var misses = json.GetProperty("misses").EnumerateArray().ToDictionary(m => Path.GetFileNameWithoutExtension(m.GetProperty("project").GetString()!));
        Assert.AreEqual(JsonValueKind.Null, misses["Domain"].GetProperty("followsFrom").ValueKind);
        Assert.AreEqual("{root}/src/Domain/Domain.csproj", misses["App"].GetProperty("followsFrom").GetString(), "the first of the chain, not the next");
        var cause = misses["Domain"].GetProperty("steps")[0].GetProperty("causes")[0];
        Assert.AreEqual(("source", "src/Domain/Order.cs", 3), (cause.GetProperty("kind").GetString(), cause.GetProperty("file").GetString(), cause.GetProperty("line").GetInt32()));

        _cli.Run("explain", "App").Check(ExitCode.Done, "\n  because of src/Domain/Domain.csproj: source src/Domain/Order.cs changed (src/Domain/Order.cs:3)\n");
        // The build before it has nothing to be compared with.
        var first = _cli.Run("explain", "--build", "2").Check(ExitCode.Done, "3 of 3 projects had to do something").Output;
        Assert.DoesNotContain("Order.cs:3", first);
        _cli.Run("explain", "--build", "3").Check(ExitCode.FoundWrong, error: "error CD0108: No build before the last 2 ");
        _cli.Run("explain", "App", "--build", "3").Check(ExitCode.FoundWrong, error: "as build 3");
        _cli.Run("explain", "--build", "0").Check(ExitCode.WrongUsage, error: "--build is '0'. Count from 1");
    }

    [TestMethod]
    public void Run_FindsPropertiesAndPackagesWhereTheyStand()
    {
        Build(0, "enable", "1.0.0");
        Write("src/Domain/Domain.csproj", File.ReadAllText(Path.Combine(_sample.Root, "src/Domain/Domain.csproj")).Replace("enable", "disable", StringComparison.Ordinal));
        Build(10, "disable", "1.0.0");
        AssertCause("option /nullable was enable, is disable", "src/Domain/Domain.csproj", 3);
        Write("Directory.Packages.props", File.ReadAllText(Path.Combine(_sample.Root, "Directory.Packages.props")).Replace("1.0.0", "1.1.0", StringComparison.Ordinal));
        Build(20, "disable", "1.1.0");
        AssertCause("package words was 1.0.0, is 1.1.0", "Directory.Packages.props", 3);
    }

    [TestMethod]
    public void Run_ComparesWithTheBranch_WhateverWasBuiltInBetween()
    {
        Build(0, "enable", "1.0.0");
        Git("checkout", "-q", "-b", "feature");
        _branch = "feature";
        Write("src/Domain/Order.cs", "class Order\n{\n    int A;\n}\n// feature\n");
        Commit("second");
        Build(10, "enable", "1.0.0");
        StringAssert.Contains(_cli.Run("explain").Output, "source src/Domain/Order.cs changed (src/Domain/Order.cs:5); against the last build of its base, main at ");

        Git("checkout", "-q", "main");
        _branch = "main";
        Write("src/Domain/Order.cs", "// main\nclass Order\n{\n    int A;\n}\n");
        Build(20, "enable", "1.0.0");
        StringAssert.Contains(_cli.Run("explain").Output, "(src/Domain/Order.cs:1); against the last build of main at ");
        StringAssert.Contains(_cli.Run("explain", "Domain", "--against", "feature").Output, "\n  against feature at ");
        var key = Record("Domain", 0).Key;
        StringAssert.Contains(_cli.Run("explain", "Domain", "--against", key[..12]).Output, $"formerly {key}\n");
        _cli.Run("explain", "--against", "nowhere").Check(ExitCode.FoundWrong, error: "error CD0118: No build of 'nowhere' is recorded here.");
    }

    [TestMethod]
    public void Run_LeavesTheLineOut_WhenTheFileIsNotWhatWasCompiled()
    {
        Build(0, "enable", "1.0.0");
        Write("src/Domain/Order.cs", "class Order\n{\n    int A, B;\n}\n");
        Build(10, "enable", "1.0.0");
        Write("src/Domain/Order.cs", "class Order\n{\n    int A, B, C;\n}\n");
        AssertCause("source src/Domain/Order.cs changed", "src/Domain/Order.cs", null);
    }

    [TestMethod]
    public void Run_ComparesWithTheLastRun_WhenOnlyTheDifferencesToThatWereKept()
    {
        Build(0, "enable", "1.0.0");
        var key = Record("Domain", 0).Key;
        // What was not stored left no key text, and was compared with the run before it, on another branch.
        var last = Digest("of another branch");
        var action = _sample.Action("Domain", ActionOutcome.NotStored, minutes: 10, reason: new Reason(UncacheableReason.ReadOnlyMode));
        _sample.AddBuild(action with { Key = Digest("of no text"), PreviousKey = last, Branch = "main", Commit = Git("rev-parse", "HEAD").Trim(), Differences = ["option /nullable was enable, is disable"] });
        var text = _cli.Run("explain", "Domain").Check(ExitCode.Done, "\n  against the last build of this checkout:\n    option /nullable was enable, is disable\n").Output;
        Assert.DoesNotContain("the last build of main", text);
        StringAssert.Contains(text, $", formerly {last}\n");
        var asked = _cli.Run("explain", "Domain", "--against", key[..12]).Check(ExitCode.Done, "no differences to show: a compile that is not stored leaves no key text\n").Output;
        Assert.DoesNotContain("/nullable", asked);
    }

    [TestMethod]
    public void Run_BlamesGlobalJsonForTheToolchain_OnlyWhereItChanged()
    {
        Write("global.json", "{\n  \"sdk\": {\n    \"version\": \"10.0.100\"\n  }\n}\n");
        Commit("pinned");
        void Compiled(double minutes, string compiler, string tool)
        {
            var key = Key(t =>
            {
                t.Add("toolchain", "{dotnet}/sdk/bincore", Digest(compiler));
                t.Add("tool", "{root}/words.py", ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(tool)).ToString());
            });
            _sample.AddBuild(_sample.Action("Domain", minutes: minutes) with { Key = key, Branch = "main", Commit = Git("rev-parse", "HEAD").Trim() });
        }
        IEnumerable<string> Causes() => _cli.Run("explain", "--json").Json().GetProperty("misses")[0].GetProperty("steps")[0].GetProperty("causes").EnumerateArray()
            .Select(c => $"{c.GetProperty("kind")} {c.GetProperty("file")}:{c.GetProperty("line")}").Order(StringComparer.Ordinal);
        Write("words.py", "1");
        Compiled(0, "one", "1");
        Write("words.py", "2");
        Compiled(10, "two", "2");
        CollectionAssert.AreEqual(new[] { "tool words.py:", "toolchain :" }, Causes().ToArray());
        Write("global.json", "{\n  \"sdk\": {\n    \"version\": \"10.0.200\"\n  }\n}\n");
        Compiled(20, "three", "2");
        CollectionAssert.AreEqual(new[] { "toolchain global.json:3" }, Causes().ToArray());
    }

    [TestMethod]
    public void Run_SaysWhatToDo_WhenAProjectCantBeRestored()
    {
        _sample.AddBuild(_sample.Action("Web", ActionOutcome.NotStored, reason: new Reason(UncacheableReason.OutputOutsideRoot, "/elsewhere/x.dll")) with { Task = ActionRecord.WholeProject, Why = "" });
        var reason = new Reason(UncacheableReason.OutputOutsideRoot, "/elsewhere/x.dll");
        _cli.Run("explain").Check(ExitCode.Done, $"\n  as a whole: not stored because {reason.Sentence}. {Remedies.For(reason.Kind)}\n");
    }

    [TestMethod]
    public void Run_SaysThatAllWasRestored_WhenItWas()
    {
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Restored), _sample.Action("App", ActionOutcome.Restored));
        _cli.Run("explain").Check(ExitCode.Done, ": all of 2 projects were restored.\n");
        Assert.AreEqual(0, _cli.Run("explain", "--json").Json().GetProperty("misses").GetArrayLength());
    }

    private void AssertCause(string sentence, string file, int? line)
    {
        var cause = _cli.Run("explain", "--json").Json().GetProperty("misses")[0].GetProperty("steps")[0].GetProperty("causes")[0];
        Assert.AreEqual((sentence, file, line), (cause.GetProperty("sentence").GetString(), cause.GetProperty("file").GetString(), cause.GetProperty("line").ValueKind == JsonValueKind.Null ? null : cause.GetProperty("line").GetInt32()));
    }

    // Domain, what refers to it, and what refers to that; each as its key text would be for the tree as it is.
    private void Build(double minutes, string nullable, string package)
    {
        var order = ContentDigest.Of(File.ReadAllBytes(Path.Combine(_sample.Root, "src/Domain/Order.cs"))).ToString();
        var domain = Key(t =>
        {
            t.Add("option", "/nullable:" + nullable);
            t.Add("reference", $"{{nuget}}/words/{package}/lib/Words.dll", Digest(package));
            t.Add("source", "{root}/src/Domain/Order.cs", order);
        });
        var reports = Key(t => t.Add("reference", "{root}/src/Domain/obj/ref/Domain.dll", Digest(domain)));
        var app = Key(t => t.Add("reference", "{root}/src/Reports/obj/ref/Reports.dll", Digest(reports)));
        var commit = Git("rev-parse", "HEAD").Trim();
        _sample.AddBuild([.. new[] { ("Domain", domain), ("Reports", reports), ("App", app) }.Select((p, i) => _sample.Action(p.Item1, minutes: minutes + (i / 100.0)) with { Key = p.Item2, Branch = _branch, Commit = commit })]);
    }

    private ActionRecord Record(string project, double minutes) =>
        BuildRecordReader.Read(_sample.Folder, _sample.Root).SelectMany(b => b.Actions).Single(a => a.Project.EndsWith($"/{project}.csproj", StringComparison.Ordinal) && a.Time == SampleDepot.Noon.AddMinutes(minutes));

    private string Key(Action<KeyText> write)
    {
        var text = new KeyText();
        text.Add("task", "Csc");
        write(text);
        return _sample.Depot.AddBlob(text.ToBytes()).ToString();
    }

    private static string Digest(string text) => Digest256.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString();

    private void Write(string path, string text)
    {
        var full = Path.Combine(_sample.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Commit(string message)
    {
        Git("add", "-A");
        Git("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgSign=false", "commit", "-q", "-m", message);
    }

    private string Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _sample.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, string.Join(' ', arguments));
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new AssertInconclusiveException("There is no git.");
        }
    }
}
