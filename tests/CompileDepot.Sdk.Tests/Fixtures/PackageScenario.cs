using System.Globalization;
using System.Text.RegularExpressions;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A tree that is restored from a feed of its own, into a package folder of its own, always as after a clean checkout. What NuGet does without us, at the same path, is what must come out.</summary>
public sealed class PackageScenario
{
    private readonly string _folder;
    private readonly string _packages;

    public PackageScenario(string folder, string name = "tree", SdkWay way = SdkWay.Repository)
    {
        _folder = folder;
        _packages = Path.Combine(folder, "packages");
        Depot = new DepotFolder(Path.Combine(folder, "depot"));
        Feed = new PackageFeed(Path.Combine(folder, "feed"));
        Tree = new TestTree(Path.Combine(folder, name), way);
        HttpCache = Path.Combine(folder, "http");
        UseSources(Feed.Folder);
    }

    public TestTree Tree { get; }

    public DepotFolder Depot { get; }

    public PackageFeed Feed { get; }

    /// <summary>Where NuGet keeps answers of servers. It believes them for half an hour: a test that changes a server's mind takes another folder.</summary>
    public string HttpCache { get; set; }

    /// <summary>Another checkout of the same tree, with the same depot, packages and feed.</summary>
    public PackageScenario CheckOut(string name)
    {
        var other = new PackageScenario(_folder, name, Tree.Way);
        Tree.CopyTo(other.Tree);
        return other;
    }

    public void UseSources(params string[] sources) => Tree.Write("NuGet.config", $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="sdk" value="{TestRun.Feed}" />
        {string.Concat(sources.Select((s, i) => $"    <add key=\"source{i}\" value=\"{s}\" allowInsecureConnections=\"true\" />\n"))}  </packageSources>
        </configuration>

        """);

    public void DeletePackage(string id, string version) => Directory.Delete(Path.Combine(_packages, id.ToLowerInvariant(), version), recursive: true);

    /// <summary>Restores after a clean checkout, and compares with what NuGet writes there alone: files, warnings, exit code.</summary>
    public PackageOutcome Restore(params string[] arguments)
    {
        var ours = Run(arguments);
        var plain = RunPlain(arguments);
        Assert.AreEqual(plain.ExitCode, ours.ExitCode, ours.Output);
        Assert.AreSequenceEqual(plain.Diagnostics.ToList(), ours.Diagnostics.ToList(), ours.Output);
        Assert.AreSequenceEqual(plain.Files.ToList(), ours.Files.ToList());
        Assert.IsNotEmpty(plain.Files);
        return ours;
    }

    /// <summary>Restores after a clean checkout.</summary>
    public PackageOutcome Run(params string[] arguments)
    {
        Clean();
        return Again(arguments);
    }

    /// <summary>Restores upon what is there.</summary>
    public PackageOutcome Again(params string[] arguments) => Call(arguments, new() { ["COMPILEDEPOT_PATH"] = Depot.Folder });

    /// <summary>NuGet alone, after a clean checkout.</summary>
    public PackageOutcome RunPlain(params string[] arguments)
    {
        Clean();
        return Call(arguments, new() { ["CompileDepotEnabled"] = "false", ["COMPILEDEPOT_PATH"] = "" });
    }

    private void Clean() => OutputFiles.DeleteAll(Tree, Tree.Root);

    private PackageOutcome Call(string[] arguments, Dictionary<string, string?> environment)
    {
        environment["NUGET_PACKAGES"] = _packages;
        environment["NUGET_HTTP_CACHE_PATH"] = HttpCache;
        // A project or solution among the arguments takes the solution's place.
        string[] what = arguments.Any(a => !a.StartsWith('-')) ? [] : [Tree.SolutionFile];
        // One node: starting another takes longer than any of these trees.
        var run = DotNet.Run(new DotNetCall { Arguments = ["restore", .. what, "-nologo", "-v:n", "-m:1", .. arguments], WorkingFolder = Tree.Root, Environment = environment, SharesPackages = false });
        return new PackageOutcome(run.ExitCode, run.Output, OutputFiles.Digests(Tree, Tree.Root));
    }
}

/// <summary>What one restore said and left.</summary>
public sealed partial record PackageOutcome(int ExitCode, string Output, SortedDictionary<string, string> Files)
{
    /// <summary>Projects whose files came from the depot.</summary>
    public int FromDepot => Number(FromDepotLine().Match(Output));

    /// <summary>Projects whose files went there.</summary>
    public int Kept => Number(KeptLine().Match(Output));

    /// <summary>Projects that NuGet found up to date: all, or as many as it says.</summary>
    public int UpToDate(int all) => Output.Contains("All projects are up-to-date for restore.", StringComparison.Ordinal) ? all : Number(UpToDateLine().Match(Output));

    /// <summary>Warnings and errors, each once: MSBuild repeats them in its summary, and NuGet names projects in any order.</summary>
    public IEnumerable<string> Diagnostics => Output.Split('\n').Select(l => l.Trim()).Where(l => DiagnosticLine().IsMatch(l)).Distinct().Order(StringComparer.Ordinal);

    private static int Number(Match match) => match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"CompileDepot: NuGet's results for (\d+) of \d+ new projects are from the depot")]
    private static partial Regex FromDepotLine();

    [GeneratedRegex(@"CompileDepot: NuGet's results for (\d+) of \d+ projects are kept")]
    private static partial Regex KeptLine();

    [GeneratedRegex(@"(\d+) of \d+ projects are up-to-date for restore")]
    private static partial Regex UpToDateLine();

    [GeneratedRegex(@": (warning|error) \w+: ")]
    private static partial Regex DiagnosticLine();
}
