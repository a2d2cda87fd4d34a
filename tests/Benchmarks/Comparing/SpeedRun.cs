namespace CompileDepot.Benchmarks.Comparing;

/// <summary>One build that was timed.</summary>
/// <param name="Count">Compiles (with Nx: tasks) that came from the cache, of all; null: no cache.</param>
internal sealed record SpeedRun(string Contestant, SpeedCase Case, int Round, double Seconds, (int Restored, int All)? Count);
