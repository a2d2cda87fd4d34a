using System.Diagnostics;
using System.Security.Cryptography;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Remotes;

/// <summary>What a remote answers to somebody who only asks. Nothing is read or written there.</summary>
/// <param name="Delay">How long one answer took, over a connection that stood already; of no meaning after a failure.</param>
/// <param name="Failure">Null: it answers.</param>
/// <param name="What">Of a failure, in words; no secret is in it.</param>
/// <param name="LacksCredentials">Whether the variable that should hold the credentials is not set here: then it is read without, and not written.</param>
public sealed record RemoteProbe(TimeSpan Delay, RemoteFailure? Failure, string What, bool LacksCredentials)
{
    public static RemoteProbe Take(RemoteSetting setting, RemoteLimits? limits = null)
    {
        var credentials = RemoteDepots.CredentialsOf(setting);
        var lacks = credentials is { IsMissing: true };
        if (setting.Address.IsFile && !Directory.Exists(setting.Address.LocalPath))
            return new RemoteProbe(default, RemoteFailure.Unreachable, "the folder is not there", lacks);
        try
        {
            var store = RemoteDepots.OpenStore(setting, credentials, limits ?? new RemoteLimits());
            // The first pays for the connection, which a build does once.
            Ask(store);
            var start = Stopwatch.GetTimestamp();
            Ask(store);
            return new RemoteProbe(Stopwatch.GetElapsedTime(start), null, "", lacks);
        }
        catch (RemoteException e)
        {
            return new RemoteProbe(default, e.Kind, e.Message, lacks);
        }
    }

    // For a key that nobody has.
    private static void Ask(IRemoteStore store)
    {
        var name = RemoteNames.Of(ContentDigest.Of(RandomNumberGenerator.GetBytes(32)));
        Task.Run(() => store.HasAsync(name, CancellationToken.None)).GetAwaiter().GetResult();
    }
}
