namespace CompileDepot.Benchmarks.Comparing;

/// <summary>What a contestant made of a case.</summary>
/// <param name="Difference">From the plain build, in words; null: right.</param>
/// <param name="Count">Compiles (with Nx: tasks) that came from the cache, of all.</param>
internal sealed record Verdict(string Contestant, SoundnessCase Case, string? Difference, (int Restored, int All)? Count);
