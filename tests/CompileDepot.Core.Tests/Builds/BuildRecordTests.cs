using System.Globalization;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Builds;

[TestClass]
public sealed class BuildRecordTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Read_GivesTheRecord_WhenAnyWasWritten()
    {
        foreach (var outcome in Enum.GetValues<ActionOutcome>())
        {
            foreach (var reason in Enum.GetValues<UncacheableReason>())
            {
                var record = Record(1.5) with { Outcome = outcome, Reason = new Reason(reason, reason == UncacheableReason.None ? "" : "sub \"ject\"\n"), Key = "k", PreviousKey = "p", Why = "w", Bytes = long.MaxValue, Damage = 3, Saved = TimeSpan.FromMilliseconds(-12.5) };
                Assert.AreEqual(record, ActionRecordJson.Read(System.Text.Encoding.UTF8.GetString(ActionRecordJson.Write(record))));
            }
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("{}")]
    [DataRow("5")]
    [DataRow("null")]
    [DataRow("{\"end\":\"x\"}")]
    [DataRow("{\"time\":\"2026-01-01T00:00:00Z\"}")]
    [DataRow("{\"time\":\"2026-01-01T00:00:00Z\",\"outcome\":\"Eaten\"}")]
    [DataRow("{\"time\":\"2026-01-01T00:00:00Z\",\"outcome\":\"Restored\",\"milliseconds\":1e300}")]
    [DataRow("{\"time\":\"2026-01-01T00:00:00Z\",\"outcome\":\"Restored\",\"bytes\":1e300}")]
    [DataRow("{\"time\":5,\"outcome\":\"Restored\"}")]
    public void Read_IsNull_WhenALineIsNoRecord(string line) => Assert.IsNull(ActionRecordJson.Read(line));

    [TestMethod]
    public void Read_IsNull_WhenALineIsTornAnywhere()
    {
        var line = System.Text.Encoding.UTF8.GetString(ActionRecordJson.Write(Record(0))).TrimEnd('\n');
        for (var i = 0; i < line.Length; i++)
            Assert.IsNull(ActionRecordJson.Read(line[..i]));
    }

    [TestMethod]
    public void LineSince_SaysThatNothingIsKnown_WhenNothingCanBeRecorded()
    {
        var mute = Path.Combine(_folder.Path, "file");
        File.WriteAllText(mute, "");
        Assert.AreEqual($"{mute} can't be written, so nothing is known of this build", BuildRecordReader.LineSince([(mute, "/r")], Noon));
        Directory.CreateDirectory(new DepotLayout(_folder.Path).Builds);
        Assert.AreEqual("nothing had to be compiled", BuildRecordReader.LineSince([(_folder.Path, "/r")], Noon));
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(new DepotLayout(_folder.Path).Builds));
        new BuildRecorder(new DepotLayout(_folder.Path)).Add(Record(1) with { Time = DateTimeOffset.UtcNow });
        Assert.StartsWith("1 restored, 0 compiled, ", BuildRecordReader.LineSince([(mute, "/r"), (_folder.Path, "/r")], Noon));
    }

    [TestMethod]
    public void LineSince_CountsEachActionOnce_WhenADepotIsUsedByManyRoots()
    {
        WriteFile(end: null, Record(1), Record(2) with { Root = "/s" }, Record(3) with { Root = "/other" });
        File.SetLastWriteTimeUtc(_folder["v1/builds/000.jsonl"], Noon.UtcDateTime);
        Assert.StartsWith("2 restored, 0 compiled, ", BuildRecordReader.LineSince([(_folder.Path, "/r"), (_folder.Path, "/s"), (_folder.Path, "/r"), (_folder["none"], "/r")], Noon));
    }

    [TestMethod]
    public void ReadLast_MergesNodes_WhenTheyOverlap()
    {
        WriteFile(end: 10.0, Record(2), Record(9));
        WriteFile(end: 10.02, Record(3));
        WriteFile(end: 9.98, Record(4) with { Elapsed = TimeSpan.FromSeconds(3.9) });
        var last = Last()!;
        CollectionAssert.AreEqual(new[] { Noon.AddSeconds(2), Noon.AddSeconds(3), Noon.AddSeconds(4), Noon.AddSeconds(9) }, last.Actions.Select(a => a.Time).ToArray());
        Assert.AreEqual((4, 0), (last.Restored, last.Compiled));
    }

    [TestMethod]
    public void Read_GivesEachBuild_WhenTheyFollowOneAnother()
    {
        WriteFile(end: 10, Record(2));
        WriteFile(end: 10, Record(3));
        WriteFile(end: 20, Record(12));
        WriteFile(end: 30, Record(22), Record(23));
        CollectionAssert.AreEqual(new[] { 2, 1, 2 }, BuildRecordReader.Read(_folder.Path, "/r").Select(b => b.Actions.Count).ToArray());
    }

    [TestMethod]
    public void Read_TakesTheLastActionForTheEnd_WhenAProcessWasKilled()
    {
        WriteFile(end: null, Record(2), Record(3));
        WriteFile(end: 20, Record(12));
        File.AppendAllText(Directory.GetFiles(new DepotLayout(_folder.Path).Builds).Order().First(), "{\"time\":\"2026-01");
        CollectionAssert.AreEqual(new[] { 1, 2 }, BuildRecordReader.Read(_folder.Path, "/r").Select(b => b.Actions.Count).ToArray());
    }

    [TestMethod]
    public void ReadSince_OpensOnlyWhatWasWrittenSince_WhenThereAreOlderRecords()
    {
        WriteFile(end: null, Record(-3600), Record(2));
        WriteFile(end: null, Record(3));
        WriteFile(end: null, Record(4));
        foreach (var (name, written) in new[] { ("000", 5.0), ("001", -3500), ("002", -3700) })
            File.SetLastWriteTimeUtc(_folder[$"v1/builds/{name}.jsonl"], Noon.AddSeconds(written).UtcDateTime);
        // The last was not written by a build of now, whatever it says; a server's clock may be a little behind.
        CollectionAssert.AreEqual(new[] { Noon.AddSeconds(2), Noon.AddSeconds(3) }, BuildRecordReader.ReadSince(_folder.Path, "/r", Noon).Actions.Select(a => a.Time).ToArray());
        Assert.HasCount(4, BuildRecordReader.Read(_folder.Path, "/r").SelectMany(b => b.Actions).ToList());
        Assert.IsEmpty(BuildRecordReader.ReadSince(_folder["none"], "/r", Noon).Actions);
    }

    [TestMethod]
    public void Read_PassesOverOtherRootsAndFiles_WhenThereAreSome()
    {
        WriteFile(end: 10, Record(2));
        WriteFile(end: 10, Record(3) with { Root = "/other" });
        _folder.Write("v1/builds/empty.jsonl", "");
        _folder.Write("v1/builds/x.jsonl", "garbage\n\0\n");
        _folder.Write("v1/builds/readme.txt", "x");
        Directory.CreateDirectory(_folder["v1/builds/folder.jsonl"]);
        File.CreateSymbolicLink(_folder["v1/builds/dangling.jsonl"], _folder["none"]);
        Assert.AreEqual("/r", Last()!.Actions.Single().Root);
        Assert.HasCount(2, BuildRecordReader.ReadLast(_folder.Path, null)!.Actions);
        Assert.IsNull(BuildRecordReader.ReadLast(_folder["none"], null));
        Assert.IsNull(BuildRecordReader.ReadLast(_folder.Path, "/third"));
    }

    [TestMethod]
    public void ReadByRoot_GivesTheSameAsEachRootAlone_WhenTheirBuildsOverlap()
    {
        WriteFile(end: 10, Record(2), Record(3) with { Root = "/other" });
        WriteFile(end: null, Record(8) with { Root = "/other" }, Record(9));
        WriteFile(end: 30, Record(22) with { Root = "/other" });
        string Of(IEnumerable<BuildSummary> builds) => string.Join(';', builds.Select(b => string.Join(',', b.Actions.Select(a => $"{a.Root} {a.Time:ss}"))));
        Assert.AreEqual(Of(new[] { "/r", "/other" }.SelectMany(r => BuildRecordReader.Read(_folder.Path, r))), Of(BuildRecordReader.ReadByRoot(_folder.Path).OrderByDescending(b => b.Actions[0].Root)));
        Assert.HasCount(3, BuildRecordReader.ReadByRoot(_folder.Path));
    }

    [TestMethod]
    [DataRow("th-TH")]
    [DataRow("ar-SA")]
    [DataRow("fa-IR")]
    public void Read_FindsTheEnd_WhateverTheCulture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            using (var recorder = new BuildRecorder(new DepotLayout(_folder.Path)))
                recorder.Add(Record(0) with { Time = DateTimeOffset.UtcNow });
            WriteFile(end: 3600, Record(2));
            WriteFile(end: 5000, Record(4000));
            Assert.HasCount(3, BuildRecordReader.Read(_folder.Path, "/r"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Recorder_WritesEveryActionOfEveryThread_WhenThereAreMany()
    {
        using (var recorder = new BuildRecorder(new DepotLayout(_folder.Path)))
            Parallel.For(0, 200, i => recorder.Add(Record(i) with { Time = DateTimeOffset.UtcNow, Key = $"{i}" }));
        Assert.HasCount(1, Directory.GetFiles(new DepotLayout(_folder.Path).Builds));
        Assert.AreEqual(200, Last()!.Actions.Select(a => a.Key).Distinct().Count());
    }

    [TestMethod]
    public void Read_GivesNotesToTheirBuild_AndMakesNoBuildOfThemAlone()
    {
        using (var recorder = new BuildRecorder(new DepotLayout(_folder.Path)))
        {
            recorder.Add(new BuildNote(Noon, "/r", "CD0021: a"));
            recorder.Add(new BuildNote(Noon.AddSeconds(1), "/r", "CD0021: a"));
            recorder.Add(new BuildNote(Noon, "/other", "CD0021: b"));
            recorder.Add(Record(0));
        }
        new BuildRecorder(new DepotLayout(_folder.Path)).Add(new BuildNote(Noon.AddYears(100), "/r", "CD0020: c"));
        var build = BuildRecordReader.Read(_folder.Path, "/r").Single();
        Assert.AreEqual("CD0021: a", string.Join('|', build.Notes.Select(n => n.Text)));
        Assert.AreEqual("CD0021: a", string.Join('|', BuildRecordReader.ReadByRoot(_folder.Path).Single(b => b.Actions[0].Root == "/r").Notes.Select(n => n.Text)));
    }

    [TestMethod]
    public void Recorder_WritesNothing_WhenNothingHappenedOrNothingCanBeWritten()
    {
        new BuildRecorder(new DepotLayout(_folder["a"])).Dispose();
        Assert.IsFalse(Directory.Exists(_folder["a"]));
        _folder.Write("b", "a file");
        using var recorder = new BuildRecorder(new DepotLayout(_folder["b"]));
        recorder.Add(Record(0));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Recorder_KeepsTheNewestBuilds_WhateverTheNumberOfTheirProcesses(int processes)
    {
        for (var build = 0; build < 410; build++)
        {
            for (var process = 0; process < processes; process++)
                WriteOther(Noon.AddMinutes(build * 5).AddSeconds(process * 30), process);
        }
        _folder.Write("v1/builds/0-of-another-form.jsonl", "{}");
        using (var recorder = new BuildRecorder(new DepotLayout(_folder.Path)))
            recorder.Add(Record(0));
        var files = Directory.GetFiles(_folder["v1/builds"]).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList();
        // The new one comes on top.
        Assert.HasCount(400 * processes + 2, files);
        Assert.AreEqual("0-of-another-form.jsonl", files[0]);
        StringAssert.StartsWith(files[1], Name(Noon.AddMinutes(10 * 5)) + "-0");
    }

    /// <summary>A depot that many machines write: its builds have many processes, or can't be told apart.</summary>
    [TestMethod]
    public void Recorder_KeepsSoManyFiles_WhenBuildsHaveMany()
    {
        for (var build = 0; build < 42; build++)
        {
            for (var process = 0; process < 100; process++)
                WriteOther(Noon.AddMinutes(build * 5).AddMilliseconds(process * 300), process);
        }
        using (var recorder = new BuildRecorder(new DepotLayout(_folder.Path)))
            recorder.Add(Record(0));
        var files = Directory.GetFiles(_folder["v1/builds"]).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList();
        // The new one, and 40 builds that are whole.
        Assert.HasCount(4001, files);
        StringAssert.StartsWith(files[0], Name(Noon.AddMinutes(2 * 5)) + "-0");
    }

    [TestMethod]
    public void Summary_CountsSteps_ApartFromCompiles()
    {
        var summary = new BuildSummary([
            Record(1) with { Saved = TimeSpan.FromSeconds(2) },
            Record(2) with { Task = "step Exec {root}/a.txt", Saved = TimeSpan.FromSeconds(9) },
            Record(3) with { Task = "step Exec {root}/b.txt", Outcome = ActionOutcome.Compiled },
            Record(4) with { Task = "step Shout", Outcome = ActionOutcome.NotStored, Reason = new Reason(UncacheableReason.StepFailed) },
        ]);
        Assert.AreEqual("1 restored, 0 compiled, 2.0 s of compiling saved; 1 steps restored, 2 run", summary.Line);
        Assert.AreEqual((1, 3, 1), (summary.Compiles.Count, summary.Steps.Count, summary.Reasons[UncacheableReason.StepFailed]));
    }

    [TestMethod]
    public void Summary_CountsReasons_WhenThereAreSome()
    {
        var summary = new BuildSummary([
            Record(1) with { Saved = TimeSpan.FromSeconds(2), Bytes = 5 },
            Record(2) with { Outcome = ActionOutcome.NotStored, Reason = new Reason(UncacheableReason.NotDeterministic) },
            Record(3) with { Outcome = ActionOutcome.Compiled, Bytes = 7 },
        ]);
        Assert.AreEqual("1 restored, 2 compiled (1 not stored), 2.0 s of compiling saved", summary.Line);
        Assert.AreEqual((5L, 1), (summary.BytesRestored, summary.Reasons[UncacheableReason.NotDeterministic]));
    }

    [TestMethod]
    public void RootRecord_IsReadBack_WhenItWasWritten()
    {
        var layout = new DepotLayout(_folder.Path);
        var record = new RootRecord("/r \"x\"", "{root}/a.csproj", "net10.0", "Debug", "Csc", KeyText.KeyOf("a"u8), KeyText.KeyOf("b"u8), Noon.AddTicks(1));
        Assert.IsNull(RootRecord.Read(layout, record.Root, record.Project, record.Framework, record.Configuration, record.Task));
        record.Write(layout);
        (record with { Framework = "net8.0" }).Write(layout);
        Assert.AreEqual(record, RootRecord.Read(layout, record.Root, record.Project, record.Framework, record.Configuration, record.Task));
        Assert.IsNull(RootRecord.Read(layout, record.Root, record.Project, record.Framework, "Release", record.Task));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("{\"format\":2}")]
    [DataRow("{\"format\":1e99}")]
    [DataRow("{\"format\":1,\"keyText\":\"x\"}")]
    [DataRow("\0")]
    public void RootRecord_IsPassedOver_WhenItCannotBeRead(string text)
    {
        var layout = new DepotLayout(_folder.Path);
        var record = new RootRecord("/r", "p", "f", "c", "t", KeyText.KeyOf("a"u8), KeyText.KeyOf("b"u8), Noon);
        record.Write(layout);
        _folder.Write("v1/roots/bad.json", text);
        Directory.CreateDirectory(_folder["v1/roots/folder.json"]);
        File.CreateSymbolicLink(_folder["v1/roots/dangling.json"], _folder["none"]);
        Assert.AreEqual(record, RootRecord.ReadAll(layout).Single());
        File.WriteAllText(layout.Root("/r", "p", "f", "c", "t"), text);
        Assert.IsNull(RootRecord.Read(layout, "/r", "p", "f", "c", "t"));
    }

    private BuildSummary? Last() => BuildRecordReader.ReadLast(_folder.Path, "/r");

    private static ActionRecord Record(double seconds) => new(
        Noon.AddSeconds(seconds), "/r", "{root}/a.csproj", "net10.0", "Debug", "Csc", ActionOutcome.Restored, new Reason(UncacheableReason.None), "", "", "", TimeSpan.FromMilliseconds(100), TimeSpan.Zero, 0, 0);

    private void WriteOther(DateTimeOffset time, int process) => _folder.Write($"v1/builds/{Name(time)}-{process}-x.jsonl", "{}");

    private static string Name(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);

    private void WriteFile(double? end, params ActionRecord[] records) => _folder.Write(
        $"v1/builds/{_files++:000}.jsonl",
        string.Concat(records.Select(r => System.Text.Encoding.UTF8.GetString(ActionRecordJson.Write(r)))) + (end is { } seconds ? $"{{\"end\":\"{Noon.AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture)}\"}}\n" : ""));
}
