using System.Text.RegularExpressions;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace CompileDepot.Cli.Tests.Docs;

/// <summary>The recipes for CI are YAML, call what there is, and give secrets to reviewed code alone.</summary>
[TestClass]
public sealed partial class CiRecipeTests
{
    private static readonly string[] Scripts = ["run", "script", "after_script"];

    // The verbs of dotnet that the recipes may use.
    private static readonly string[] Verbs = ["build", "restore", "test", "tool install"];

    [TestMethod]
    [DataRow("github.yml")]
    [DataRow("azure.yml")]
    [DataRow("gitlab.yml")]
    public void Scripts_CallWhatThereIs(string file)
    {
        var commands = Entries(file).Where(e => Scripts.Contains(e.Key)).SelectMany(e => Texts(e.Value)).SelectMany(DocumentedCommands.In).ToList();
        Assert.IsTrue(commands.Exists(c => c.StartsWith("compiledepot collect ", StringComparison.Ordinal)), "a cache that only grows");
        foreach (var command in commands)
        {
            if (command.StartsWith("compiledepot ", StringComparison.Ordinal))
                Assert.AreEqual("", DocumentedCommands.Complaint(command), $"{file}: {command}");
            else
                Assert.IsTrue(Array.Exists(Verbs, v => command.StartsWith($"dotnet {v}", StringComparison.Ordinal)), $"{file}: {command}");
        }
    }

    [TestMethod]
    [DataRow("github.yml")]
    [DataRow("azure.yml")]
    [DataRow("gitlab.yml")]
    public void Variables_AreSettings(string file)
    {
        var ours = Entries(file).Where(e => e.Key.StartsWith(SettingsCatalog.Prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.IsTrue(ours.Exists(e => e.Key == DepotPath.Variable), DepotPath.Variable);
        foreach (var (name, value) in ours)
        {
            Assert.IsTrue(name == DepotPath.Variable || SettingsCatalog.Find(name)?.Name == name, $"{file}: {name}");
            if (name == "CompileDepotRemote")
                StringAssert.Matches(value.ToString(), Remote(), file);
        }
    }

    /// <summary>A text that mentions a secret says, in itself or in what is around it, that it is for main.</summary>
    [TestMethod]
    public void Secrets_AreForMainAlone()
    {
        var github = Entries("github.yml").SelectMany(e => Texts(e.Value)).Where(t => t.Contains("secrets.", StringComparison.Ordinal)).ToList();
        Assert.HasCount(2, github);
        foreach (var text in github)
            Assert.StartsWith("${{ github.ref == 'refs/heads/main' && secrets.", text);

        var conditional = Entries("azure.yml").Where(e => e.Key == "${{ if eq(variables['Build.SourceBranch'], 'refs/heads/main') }}").Select(e => ((YamlMappingNode)e.Value).Children.Count).Sum();
        Assert.AreEqual(2, conditional);
        Assert.HasCount(conditional, Regex.Matches(Read("azure.yml"), "^ *[A-Z_]+: \\$\\(Depot", RegexOptions.Multiline));

        // Protected variables of the project: the file does not name their values.
        Assert.IsEmpty(Entries("gitlab.yml").Where(e => e.Key is "DEPOT_AUTHORIZATION" or "DEPOT_KEY"));
        foreach (var file in new[] { "github.yml", "azure.yml", "gitlab.yml" })
            Assert.DoesNotContain("pull_request_target", Read(file));
    }

    /// <summary>Merge requests read GitLab's cache; the default branch alone writes it.</summary>
    [TestMethod]
    public void Caches_AreWrittenByTheDefaultBranchAlone()
    {
        var jobs = Root("gitlab.yml").Children.Where(c => c.Value is YamlMappingNode job && job.Children.ContainsKey("rules")).ToDictionary(c => c.Key.ToString(), c => (YamlMappingNode)c.Value);
        Assert.AreEqual("check build", string.Join(' ', jobs.Keys));
        Assert.IsFalse(jobs["check"].Children.ContainsKey("cache"), "as in .dotnet");
        Assert.AreEqual("pull", Root("gitlab.yml")[".dotnet"]["cache"]["policy"].ToString());
        Assert.AreEqual("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", jobs["build"]["rules"][0]["if"].ToString());
        Assert.AreEqual("pull-push", jobs["build"]["cache"]["policy"].ToString());

        var save = ((YamlSequenceNode)Root("github.yml")["jobs"]["cached"]["steps"]).OfType<YamlMappingNode>().Single(s => s.Children.TryGetValue("uses", out var uses) && uses.ToString().Contains("cache/save", StringComparison.Ordinal));
        Assert.AreEqual("github.ref == 'refs/heads/main'", save["if"].ToString());
    }

    private static string Read(string file) => RepositoryText.Read($"eng/ci/{file}");

    private static YamlMappingNode Root(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(file)));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>Every entry of every mapping.</summary>
    private static IEnumerable<(string Key, YamlNode Value)> Entries(string file) => Root(file).AllNodes.OfType<YamlMappingNode>().SelectMany(m => m.Children).Select(c => (c.Key.ToString(), c.Value));

    private static IEnumerable<string> Texts(YamlNode node) => node switch
    {
        YamlScalarNode text => [text.Value ?? ""],
        YamlSequenceNode list => list.SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex("^(?:https?|file|s3)://\\S+(?: (?:read|write|auth=\\w+|scope=\\S+))*$")]
    private static partial Regex Remote();
}
