using System.Globalization;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class PrometheusTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;

    public PrometheusTests()
    {
        _cli = new CliRunner(_sample.Root, _sample.Folder);
        _sample.AddBuild(
            _sample.Action("Lib", ActionOutcome.Compiled),
            _sample.Action("App", ActionOutcome.NotStored, reason: new Reason(UncacheableReason.WildcardVersion, "{root}/Info.cs")) with { Damage = 2 });
        _sample.AddBuild(
            _sample.Action("Lib", ActionOutcome.Restored, minutes: 5),
            _sample.Action("Lib", ActionOutcome.Restored, minutes: 5) with { Task = ActionRecord.WholeProject },
            _sample.Action("Lib", ActionOutcome.Compiled, minutes: 5) with { Task = "step Exec {root}/a.txt" });
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_WritesTheSums_WhenAskedForMetrics()
    {
        var metrics = Metrics("stats", "--prometheus");
        var root = ("root", _sample.Root);
        Assert.AreEqual(2, Value(metrics, "builds", root));
        foreach (var (level, outcome, count) in new[] { ("compile", "restored", 1), ("compile", "run", 1), ("compile", "not_stored", 1), ("project", "restored", 1), ("step", "run", 1), ("step", "restored", 0) })
            Assert.AreEqual(count, Value(metrics, "actions", root, ("level", level), ("outcome", outcome)), $"{level} {outcome}");
        Assert.AreEqual(1, Value(metrics, "not_stored", root, ("level", "compile"), ("reason", "WildcardVersion")));
        Assert.AreEqual(1.5, Value(metrics, "saved_seconds", root));
        Assert.AreEqual(2000, Value(metrics, "restored_bytes", root));
        Assert.AreEqual(2, Value(metrics, "damaged_files", root));
        Assert.AreEqual(SampleDepot.Noon.AddMinutes(5).ToUnixTimeSeconds(), Value(metrics, "last_build_timestamp_seconds", root));
    }

    [TestMethod]
    public void Run_TakesTheBuildsThatStatsTakes_WhateverIsAsked()
    {
        var other = _sample.Beside("other");
        _sample.AddBuild(_sample.Action("Lib", minutes: 2) with { Root = other });
        Assert.AreEqual(1, Value(Metrics("stats", "--last", "--prometheus"), "builds", ("root", _sample.Root)));
        Assert.AreEqual(1, Value(Metrics("stats", "--prometheus", "--root", "../other"), "builds", ("root", other)));
        var all = Metrics("stats", "--prometheus", "--all-roots");
        Assert.AreEqual((1, 2), (Value(all, "builds", ("root", other)), Value(all, "builds", ("root", _sample.Root))));
    }

    [TestMethod]
    [DataRow("a \"b\" \\ c")]
    [DataRow("a\nb\\n")]
    [DataRow("Ünï {x=\"y\"} 1")]
    public void Run_EscapesLabels_WhateverAFolderIsCalled(string name)
    {
        var root = _sample.Beside(name);
        _sample.AddBuild(_sample.Action("Lib", minutes: 2) with { Root = root });
        Assert.AreEqual(1, Value(Metrics("stats", "--prometheus", "--all-roots"), "builds", ("root", root)));
    }

    [TestMethod]
    public void Run_WritesNothing_WhenNothingIsRecorded() =>
        Assert.AreEqual("", _cli.Run("stats", "--prometheus", "--root", "/nowhere").Check(ExitCode.FoundWrong, error: "error CD0108: ").Output);

    [TestMethod]
    [DataRow("x 1", "TYPE before")]
    [DataRow("# TYPE x gauge\nx{a=\"b} 1\n", "label")]
    [DataRow("# TYPE x gauge\nx 1\nx 1\n", "twice")]
    [DataRow("# TYPE x gauge\nx one\n", "value")]
    public void Parser_Refuses_WhatIsNotTheFormat(string text, string why)
    {
        var e = Assert.ThrowsExactly<FormatException>(() => Parse(text.EndsWith('\n') ? text : text + "\n"));
        StringAssert.Contains(e.Message, why);
    }

    private Dictionary<string, double> Metrics(params string[] args)
    {
        var output = _cli.Run(args).Check(ExitCode.Done).Output;
        var metrics = Parse(output);
        Assert.IsTrue(metrics.Keys.All(k => k.StartsWith("compiledepot_", StringComparison.Ordinal)), output);
        return metrics;
    }

    private static double Value(Dictionary<string, double> metrics, string name, params (string, string)[] labels) => metrics[Series("compiledepot_" + name, labels)];

    private static string Series(string name, IEnumerable<(string Name, string Value)> labels) => name + string.Concat(labels.Select(l => $"\u0001{l.Name}\u0002{l.Value}"));

    /// <summary>
    /// A strict reader of the text format 0.0.4, by its description: <c>[name]["{" label="value" , … "}"] value</c> lines, in one group for each metric, after its HELP and TYPE, each once; series only once;
    /// escapes <c>\\ \" \n</c> and no others; the last line ends, too.
    /// </summary>
    private static Dictionary<string, double> Parse(string text)
    {
        static void Check(bool isGood, string what, string line)
        {
            if (!isGood)
                throw new FormatException($"{what}: {line}");
        }
        Check(text.EndsWith('\n') && !text.Contains('\r'), "line ends", text);
        var series = new Dictionary<string, double>();
        var (types, helps) = (new HashSet<string>(), new HashSet<string>());
        var current = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                var words = line.Split(' ', 4);
                Check(words.Length == 4 && words[1] is "HELP" or "TYPE" && IsName(words[2]), "comment", line);
                Check((words[1] == "HELP" ? helps : types).Add(words[2]), "twice", line);
                Check(words[1] == "HELP" || words[3] is "counter" or "gauge", "type", line);
                Check(words[1] == "HELP" ? !types.Contains(words[2]) : true, "HELP before TYPE", line);
                if (words[1] == "TYPE")
                    current = words[2];
                continue;
            }
            var end = line.IndexOfAny(['{', ' ']);
            Check(end > 0 && IsName(line[..end]), "name", line);
            Check(line[..end] == current, "TYPE before the first sample, and one group", line);
            var labels = new List<(string, string)>();
            var i = end;
            if (line[i] == '{')
            {
                do
                {
                    var equals = line.IndexOf('=', ++i);
                    Check(equals > i && line[i..equals].All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(line[i]), "label name", line);
                    Check(equals + 1 < line.Length && line[equals + 1] == '"', "label value", line);
                    var name = line[i..equals];
                    var value = new StringBuilder();
                    for (i = equals + 2; i < line.Length && line[i] != '"'; i++)
                    {
                        if (line[i] != '\\')
                        {
                            value.Append(line[i]);
                            continue;
                        }
                        Check(++i < line.Length && line[i] is '\\' or '"' or 'n', "escape", line);
                        value.Append(line[i] == 'n' ? '\n' : line[i]);
                    }
                    Check(++i < line.Length && line[i] is ',' or '}', "label's end", line);
                    labels.Add((name, value.ToString()));
                }
                while (line[i] == ',');
                i++;
            }
            Check(i < line.Length && line[i] == ' ', "space", line);
            Check(double.TryParse(line.AsSpan(i + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var number), "value", line);
            Check(series.TryAdd(Series(current, labels), number), "twice", line);
        }
        Check(helps.IsSubsetOf(types), "HELP without TYPE", text);
        return series;

        static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':');
    }
}
