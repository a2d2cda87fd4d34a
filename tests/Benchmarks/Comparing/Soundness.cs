namespace CompileDepot.Benchmarks.Comparing;

/// <summary>
/// Real builds, each compared with the plain clean build of the same tree at the same path and commit: exit code, warnings, and every assembly, symbol file and documentation file byte for byte, and
/// the results in SARIF logs.
/// The contestants' trees stand at that path one after the other.
/// </summary>
internal sealed class Soundness
{
    private readonly Workplace _place;
    private readonly string[] _only;
    private readonly Contestant _plain;
    private readonly SoundSample _sample;

    public Soundness(Workplace place, IEnumerable<string> only)
    {
        _place = place;
        _only = [.. only.Where(o => o != ContestantNames.Plain)];
        _plain = ContestantNames.Create(ContestantNames.Plain, place, "sound");
        _sample = new SoundSample(place, _plain);
    }

    private string Here => Path.Combine(_place.Folder, "sound", "here");

    private string There => Path.Combine(_place.Folder, "sound", "some", "where", "else");

    public IEnumerable<Verdict> Run()
    {
        var right = Builds(_plain).ToDictionary(b => b.Case, b => b.Result);
        foreach (var name in _only)
        {
            var contestant = ContestantNames.Create(name, _place, "sound");
            foreach (var (sound, result, count) in Builds(contestant))
            {
                var verdict = new Verdict(name, sound, result.DifferenceFrom(right[sound]), count);
                Console.Error.WriteLine($"  {sound}: {name} {verdict.Difference ?? "right"}, {(count is { } c ? $"{c.Restored} of {c.All}" : "no")} restored");
                yield return verdict;
            }
        }
    }

    private IEnumerable<(SoundnessCase Case, BuildResult Result, (int Restored, int All)? Count)> Builds(Contestant contestant)
    {
        _place.MoveAway(Here);
        _place.MoveAway(There);
        var here = _sample.WriteTo(_place, Here);
        contestant.SetUp(here);
        var there = here.CopyTo(There);
        contestant.Restore(here);
        contestant.Restore(there);
        contestant.Count(contestant.Build(here).Checked($"{contestant.Name}: the first build"));
        foreach (var sound in Enum.GetValues<SoundnessCase>())
        {
            var tree = sound == SoundnessCase.OtherPath ? there : here;
            sound.Apply(tree, _sample);
            Damage(contestant, sound);
            tree.Clean();
            var build = contestant.Build(tree, sound.Variable());
            yield return (sound, BuildResult.Of(build, tree), contestant.Count(build));
            sound.Undo(tree, _sample);
        }
    }

    private static void Damage(Contestant contestant, SoundnessCase sound)
    {
        if (sound is not (SoundnessCase.FlippedCache or SoundnessCase.TruncatedCache))
            return;
        foreach (var path in contestant.CachedFiles().ToList())
        {
            var bytes = File.ReadAllBytes(path);
            // Indexes and records are left alone, which some rightly refuse to go on without.
            if (!bytes.AsSpan().StartsWith("MZ"u8) && !bytes.AsSpan().StartsWith("BSJB"u8))
                continue;
            bytes[bytes.Length / 2] ^= 1;
            // What is read-only is replaced.
            File.Delete(path);
            File.WriteAllBytes(path, sound == SoundnessCase.FlippedCache ? bytes : bytes[..(bytes.Length / 2)]);
        }
    }
}
