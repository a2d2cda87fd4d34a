using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Remotes;

/// <summary>What one remote has cost and saved in this process and build, and whether it is worth asking any more. Thread-safe.</summary>
/// <param name="say">Takes what a person should know, once.</param>
internal sealed class RemoteAccount(RemoteSetting setting, RemoteLimits limits, Action<string> say)
{
    // A look-up is ended when nothing is left to lose, by a timer, which may be some milliseconds early: what is left then is nothing, too.
    private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private int _strikes;
    private int _writeStrikes;
    private TimeSpan _balance;

    public bool MayRead { get; private set; } = true;

    public bool MayWrite { get; private set; } = setting.MayWrite;

    /// <summary>How much more time may be lost.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
                return _balance + limits.Allowance;
        }
    }

    /// <summary>A look-up came to its end.</summary>
    /// <param name="saved">How long the step took that a hit saves; zero for a miss.</param>
    public void Spent(TimeSpan elapsed, TimeSpan saved)
    {
        lock (_gate)
        {
            // What was won is not there to be lost again.
            _balance = Min(_balance + saved - elapsed, TimeSpan.Zero);
            if (!MayRead || _balance > TimerStep - limits.Allowance)
                return;
            MayRead = false;
        }
        say($"{DiagnosticCodes.RemoteOff}: {setting.Place} is not asked any more in this build: it takes {limits.Allowance.TotalSeconds:0.#} s more than it saves.");
    }

    public void Failed(RemoteException failure, bool writing)
    {
        bool readsEnd, writesEnd;
        lock (_gate)
        {
            var isOver = failure.Kind is RemoteFailure.Denied or RemoteFailure.Certificate || (writing ? ++_writeStrikes : ++_strikes) >= limits.Strikes;
            // Who can't be reached to read can't be reached to write either; who may not write may well read.
            readsEnd = isOver && !writing && MayRead;
            writesEnd = isOver && MayWrite && (writing || failure.Kind is not RemoteFailure.Denied);
            MayRead &= !readsEnd;
            MayWrite &= !writesEnd;
        }
        if (readsEnd)
            say($"{DiagnosticCodes.RemoteOff}: {setting.Place} is off for the rest of this build: {failure.Message}.");
        else if (writesEnd)
            say($"{DiagnosticCodes.RemoteOff}: nothing more is sent to {setting.Place} in this build: {failure.Message}.");
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
