using System.Collections.Concurrent;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Actions;

/// <summary>What the actions of one process share: the memos for as long as the process lives (they are checked against the files' stamps), the build's record for one build. Thread-safe.</summary>
internal sealed class DepotSession
{
    private static readonly ConcurrentDictionary<string, FileDigestMemo> Memos = new(StringComparer.Ordinal);

    public DepotSession(DepotSettings settings, IBuildEngine4 engine)
        : this(settings, layout => RegisteredObject.Get(engine, "CompileDepot builds " + layout.Folder, () => new BuildRecorder(layout)), BuildUnderWay.Of(engine).RemotesOf(settings)) => BuildUnderWay.Of(engine).Uses(settings, Recorder);

    /// <param name="recorder">The build's record in a depot.</param>
    /// <param name="remotes">Those of the settings, shared by the process; null: none.</param>
    public DepotSession(DepotSettings settings, Func<DepotLayout, BuildRecorder> recorder, RemoteDepots? remotes)
    {
        Remotes = remotes;
        Stack = DepotStack.Of(settings, remotes);
        var layout = Stack.First.Layout;
        Digester = new FileDigester(Memo(layout.Memo("")), Memo(layout.Memo(settings.Root)), settings.Root + Path.DirectorySeparatorChar);
        Recorder = recorder(layout);
    }

    public DepotStack Stack { get; }

    public RemoteDepots? Remotes { get; }

    public FileDigester Digester { get; }

    public BuildRecorder Recorder { get; }

    private static FileDigestMemo Memo(string path) => Memos.GetOrAdd(path, p => new FileDigestMemo(p));
}
