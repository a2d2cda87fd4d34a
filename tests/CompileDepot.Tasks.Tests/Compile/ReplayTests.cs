using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Engines;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Tests.Compile;

[TestClass]
public sealed class ReplayTests
{
    private static readonly PathTokens Here = new([(PathTokens.Root, "/here")]);
    private static readonly PathTokens There = new([(PathTokens.Root, "/there")]);

    [TestMethod]
    public void Replay_GivesTheSameWarning_WithThePathsOfThisCheckout()
    {
        var recording = new RecordingBuildEngine(new TestEngine(), Here);
        recording.LogWarningEvent(new BuildWarningEventArgs("sub", "CS0219", "/here/a.cs", 1, 2, 3, 4, "unused { in /here/a.cs", "keyword", "Csc", "https://help", DateTime.UtcNow, null));

        var engine = new TestEngine();
        EffectReplayer.Replay(engine, recording.Effects, There);

        var warning = (BuildWarningEventArgs)engine.Events.Single();
        Assert.AreEqual(
            ("sub", "CS0219", "/there/a.cs", 1, 2, 3, 4, "unused { in /there/a.cs", "keyword", "Csc", "https://help"),
            (warning.Subcategory, warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber, warning.EndLineNumber, warning.EndColumnNumber, warning.Message, warning.HelpKeyword, warning.SenderName, warning.HelpLink));
    }

    [TestMethod]
    public void Replay_Fails_WhenWarningsAreErrorsNow()
    {
        var recording = new RecordingBuildEngine(new TestEngine(), Here);
        recording.LogWarningEvent(new BuildWarningEventArgs(null, "CS0219", "/here/a.cs", 1, 2, 3, 4, "unused", null, "Csc"));

        var engine = new TestEngine { TreatWarningsAsErrors = true };
        Assert.IsFalse(EffectReplayer.Replay(engine, recording.Effects, There));

        var error = (BuildErrorEventArgs)engine.Events.Single();
        Assert.AreEqual(("CS0219", "/there/a.cs", 1, 4, "unused", "Csc"), (error.Code, error.File, error.LineNumber, error.EndColumnNumber, error.Message, error.SenderName));
        Assert.IsTrue(EffectReplayer.Replay(new TestEngine(), recording.Effects, There));
    }

    [TestMethod]
    public void Record_KeepsRelativeFileNames_AsTheyAre()
    {
        var recording = new RecordingBuildEngine(new TestEngine(), Here);
        recording.LogWarningEvent(new BuildWarningEventArgs(null, "FS1", "Library.fs", 1, 1, 1, 1, "m", null, "Fsc"));
        Assert.AreEqual("Library.fs", ((WarningEffect)recording.Effects.Single()).File);
    }

    [TestMethod]
    public void Replay_NamesTheFile_WhereAToolSaysItInARoundaboutWay()
    {
        var recording = new RecordingBuildEngine(new TestEngine(), Here);
        recording.LogWarningEvent(new BuildWarningEventArgs(null, "W1", "/here/lib/../a.h", 1, 1, 1, 1, "m", null, "Exec"));
        var engine = new TestEngine();
        EffectReplayer.Replay(engine, recording.Effects, There);
        Assert.AreEqual("/there/lib/../a.h", ((BuildWarningEventArgs)engine.Events.Single()).File);
    }

    [TestMethod]
    public void Record_HearsHighMessages_EvenWhenNobodyListens()
    {
        var recording = new RecordingBuildEngine(new TestEngine(), Here);
        Assert.IsTrue(recording.EngineServices.LogsMessagesOfImportance(MessageImportance.High));
        Assert.IsFalse(recording.EngineServices.LogsMessagesOfImportance(MessageImportance.Low));
    }

    [TestMethod]
    public void Record_LeavesOutTheCommandLine_AndLowMessages()
    {
        var engine = new TestEngine();
        var recording = new RecordingBuildEngine(engine, Here);
        recording.LogMessageEvent(new TaskCommandLineEventArgs("csc a.cs", "Csc", MessageImportance.High));
        recording.LogMessageEvent(new BuildMessageEventArgs("chatter", null, "Csc", MessageImportance.Low));
        recording.LogMessageEvent(new BuildMessageEventArgs("told", null, "Csc", MessageImportance.High));
        Assert.AreEqual("told", ((MessageEffect)recording.Effects.Single()).Text);
        Assert.HasCount(3, engine.Events);
    }

    [TestMethod]
    public void Record_PassesErrorsOn_AndKnowsOfThem()
    {
        var engine = new TestEngine();
        var recording = new RecordingBuildEngine(engine, Here);
        recording.LogErrorEvent(new BuildErrorEventArgs(null, "CS1", "a.cs", 1, 1, 1, 1, "m", null, "Csc"));
        Assert.IsTrue(recording.HasErrors);
        Assert.IsEmpty(recording.Effects);
        Assert.HasCount(1, engine.Events);
    }
}
