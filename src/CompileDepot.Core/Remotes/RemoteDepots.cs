using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Remotes;

/// <summary>
/// The remote depots of one process and build, asked in their order. What a remote has is checked, comes into a depot of this machine, and only then is used (<see cref="RemoteDepot"/>); what is stored is sent in the
/// background (<see cref="RemoteWriter"/>). What it may cost is bounded (<see cref="RemoteLimits"/>, <see cref="RemoteAccount"/>). Thread-safe; nothing is thrown for a fault of a remote.
/// </summary>
public sealed class RemoteDepots : IRemoteDepots, IDisposable
{
    private readonly List<RemoteDepot> _remotes;
    private readonly List<RemoteWriter> _writers;
    private readonly RemoteUploads _uploads;
    private readonly ConcurrentQueue<string> _notes = new();
    private bool _disposed;

    /// <param name="mayWrite">False: nothing is sent, whatever the settings say.</param>
    public RemoteDepots(IReadOnlyList<RemoteSetting> settings, bool mayWrite, RemoteLimits? limits = null)
    {
        var bounds = limits ?? new RemoteLimits();
        _remotes = [.. settings.Select(s => Open(s, mayWrite, bounds))];
        _writers = [.. _remotes.Where(r => r.Setting.MayWrite).Select(r => new RemoteWriter(r, Say))];
        _uploads = new RemoteUploads(bounds, Report, Say);
    }

    /// <summary>Why the file of an entry is not to be trusted, in words; null where it is. Unset: all are trusted.</summary>
    public Func<byte[], string?>? Distrust { get; init; }

    public RemoteReport Report { get; } = new();

    /// <summary>What a person should know, since the last call: each begins with its code.</summary>
    public IEnumerable<string> TakeNotes()
    {
        while (_notes.TryDequeue(out var note))
            yield return note;
    }

    public Entry? Fetch(Depot into, IReadOnlyList<ActionKey> keys)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var remote in _remotes.Where(r => r.Account.MayRead))
        {
            if (Wait(() => remote.FetchAsync(into, keys)) is { } entry)
            {
                Report.Hit(Stopwatch.GetElapsedTime(start));
                return entry;
            }
        }
        Report.Miss(Stopwatch.GetElapsedTime(start));
        return null;
    }

    public IEnumerable<(ProjectEntry Entry, string Id)> FetchProjects(Depot into, TreeHash tree)
    {
        foreach (var remote in _remotes)
        {
            foreach (var prefix in remote.Names.All(""))
            {
                var isEnd = false;
                for (var slot = 0; slot < RemoteNames.Slots && !isEnd && remote.Account.MayRead; slot++)
                {
                    var start = Stopwatch.GetTimestamp();
                    var name = prefix + RemoteNames.Of(tree, slot);
                    if (Wait(() => remote.FetchAsync(into, tree, name, () => isEnd = true)) is not { } found)
                    {
                        Report.Miss(Stopwatch.GetElapsedTime(start));
                        continue;
                    }
                    Report.Hit(Stopwatch.GetElapsedTime(start));
                    yield return found;
                }
            }
        }
    }

    public void Publish(Depot from, ActionKey key) => Publish((writer, cancel) => writer.SendAsync(from, key, cancel));

    public void Publish(Depot from, TreeHash tree, string id) => Publish((writer, cancel) => writer.SendAsync(from, tree, id, cancel));

    /// <summary>Waits for what is on its way, within the bounds.</summary>
    public void Flush() => _uploads.Flush();

    /// <summary>As <see cref="Flush"/>; nothing is sent afterwards.</summary>
    public void Dispose()
    {
        _disposed = true;
        Flush();
    }

    private void Publish(Func<RemoteWriter, CancellationToken, Task<bool>> send)
    {
        foreach (var writer in _writers.Where(w => !_disposed && w.Remote.Account.MayWrite))
            _uploads.Add(writer, send);
    }

    private RemoteDepot Open(RemoteSetting setting, bool mayWrite, RemoteLimits limits)
    {
        var credentials = CredentialsOf(setting);
        var effective = setting with { MayWrite = setting.MayWrite && mayWrite && credentials is not { IsMissing: true } };
        return new RemoteDepot(effective, OpenStore(effective, credentials, limits), new RemoteAccount(effective, limits, Say), limits, Report, bytes => Distrust?.Invoke(bytes), Refuse);
    }

    /// <summary>Null where the scheme has others of its own, or none.</summary>
    internal static RemoteCredentials? CredentialsOf(RemoteSetting setting) => setting.Address.Scheme.StartsWith("http", StringComparison.Ordinal) ? RemoteCredentials.Of(setting) : null;

    internal static IRemoteStore OpenStore(RemoteSetting setting, RemoteCredentials? credentials, RemoteLimits limits) => setting.Address.Scheme switch
    {
        "file" => new FileRemote(setting, limits),
        "s3" => OpenS3(setting, limits),
        _ => new HttpRemote(setting, credentials!, limits),
    };

    // Apart, so that the AWS SDK is loaded by who has such a remote, and nobody else.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "Whoever calls it would have to know the type.")]
    private static IRemoteStore OpenS3(RemoteSetting setting, RemoteLimits limits) => new S3Remote(setting, limits);

    private void Refuse(RemoteRefusal kind, string what)
    {
        if (Report.Refuse(kind) == 1)
            Say($"{DiagnosticCodes.RemoteRefused}: {what} ({kind}). It is not used.");
    }

    private void Say(string note) => _notes.Enqueue(note);

    private T? Wait<T>(Func<Task<T?>> fetch)
    {
        try
        {
            // Not on the caller's context: MSBuild's threads have none, and that of a test must not matter.
            return Task.Run(fetch).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A depot of this machine that can't be written is no place to bring anything into.
        }
        catch (Exception e)
        {
            Say(OwnFault.Sentence(e, "A remote depot counts as if it had no answer"));
        }
        return default;
    }
}
