using System.Diagnostics;
using System.Text;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Tests.Effects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Tests.Trust;

/// <summary>A thousand entries with random faults: what is restored is right, and nothing throws. A failure names the seed; put it in the place of the random one to see it again.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class SoakTests : IDisposable
{
    private const int Pairs = 500;
    private const int Rounds = 4;

    // Rounds that a slow machine does not get to are left out.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    private readonly PoisonBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestMethod]
    public void Restore_GivesTheRightFilesOrNone_WhenFilesOfTheDepotAreDamagedAtRandom()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var pairs = Enumerable.Range(0, Pairs).Select(i => Store(random, i)).ToList();
        var (hits, misses) = (0, 0);
        for (var round = 0; round < Rounds && (round == 0 || clock.Elapsed < Enough); round++)
        {
            var files = Directory.GetFiles(_bench.Layout.Versioned, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
            for (var i = 0; i < Pairs / 2; i++)
                Damage(random, files);
            foreach (var (entry, project, expected) in pairs)
            {
                Judge(() => _bench.Restore(entry.Key), expected.Take(1), $"entry {entry.Key} in round {round}, seed {seed}", ref hits, ref misses);
                Judge(() => _bench.Restore(project.Tree), expected, $"project {project.Tree} in round {round}, seed {seed}", ref hits, ref misses);
            }
        }
        Assert.IsTrue(hits > Pairs / 4 && misses > Pairs / 4, $"{hits} hits, {misses} misses: the test says little, seed {seed}");
        Assert.IsNotEmpty(new DepotVerifier(_bench.Stack).Verify().Single().Problems, $"seed {seed}");
        var (done, _) = new DepotRepairer(_bench.Stack).Repair();
        Assert.IsNotEmpty(done);
        Assert.AreEqual("", string.Join('\n', new DepotVerifier(_bench.Stack).Verify().Single().Problems), $"after a repair, seed {seed}");
        foreach (var (entry, project, expected) in pairs)
        {
            Judge(() => _bench.Restore(entry.Key), expected.Take(1), $"entry {entry.Key} after the repair, seed {seed}", ref hits, ref misses);
            Judge(() => _bench.Restore(project.Tree), expected, $"project {project.Tree} after the repair, seed {seed}", ref hits, ref misses);
        }
    }

    /// <summary>Faults that somebody made on purpose: the digest is right again, so only the signature can tell.</summary>
    [TestMethod]
    public void Restore_WritesNothingOutsideAndNeverThrows_WhenEntriesAreForgedAtRandom()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        _bench.Depot.Signer = SigningKey.Create();
        var trusted = KeyFiles.Trusting(_bench.Depot.Signer);
        var before = _bench.Surroundings();
        for (var i = 0; i < 400; i++)
        {
            var (entry, project, _) = Store(random, i);
            foreach (var path in new[] { _bench.Layout.Entry(entry.Key), _bench.Layout.Project(project.Tree, ProjectEntryFile.IdOf(project)) })
            {
                var bytes = File.ReadAllBytes(path);
                Assert.IsNull(trusted.Distrust(bytes), $"seed {seed}");
                var forged = Forge(random, bytes);
                Assert.IsNotNull(trusted.Distrust(forged), $"seed {seed}: {Encoding.Latin1.GetString(forged)}");
                SampleDepot.Replace(path, forged);
            }
            Try(() => _bench.Restore(entry.Key), $"seed {seed}, entry {i}: {File.ReadAllText(_bench.Layout.Entry(entry.Key))}");
            Try(() => _bench.Restore(project.Tree), $"seed {seed}, project {i}: {File.ReadAllText(_bench.Layout.Project(project.Tree, ProjectEntryFile.IdOf(project)))}");
        }
        CollectionAssert.AreEquivalent(before, _bench.Surroundings(), $"seed {seed}");
    }

    private (Entry Entry, ProjectEntry Project, (string Path, string Text)[] Expected) Store(Random random, int i)
    {
        var (assembly, deps) = ($"assembly {i} {random.NextInt64()}", $"deps {i} {random.NextInt64()}");
        var entry = _bench.AddEntry($"entry {i}", null, ($"{{root}}/obj/{i}.dll", assembly));
        var content = _bench.Content($"{{root}}/bin/{i}.json", deps);
        var project = _bench.AddProject($"project {i}", entry, content, _bench.Content($"{{root}}/bin/{i}.dll", assembly) with { Kind = ProjectFileKind.Copy, From = $"{{root}}/obj/{i}.dll" });
        CompiledIndex.TryWrite(_bench.Layout, entry);
        new Core.Builds.RootRecord(_bench.Root, $"{{root}}/{i}.csproj", "net10.0", "Debug", "Csc", entry.KeyText, entry.Key, DateTimeOffset.UtcNow).Write(_bench.Layout);
        return (entry, project, [($"obj/{i}.dll", assembly), ($"bin/{i}.json", deps), ($"bin/{i}.dll", assembly)]);
    }

    private static void Damage(Random random, string[] files)
    {
        var path = files[random.Next(files.Length)];
        if (!File.Exists(path))
            return;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0 || random.Next(8) == 0)
        {
            File.Delete(path);
            return;
        }
        switch (random.Next(6))
        {
            case 0:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 2:
                bytes = [.. bytes, .. Noise(random)];
                break;
            case 3:
                var (a, b) = (random.Next(bytes.Length), random.Next(bytes.Length));
                (bytes[a], bytes[b]) = (bytes[b], bytes[a]);
                break;
            case 4:
                Array.Clear(bytes, 0, random.Next(bytes.Length) + 1);
                break;
            default:
                var other = files[random.Next(files.Length)];
                if (!File.Exists(other))
                    return;
                var theirs = File.ReadAllBytes(other);
                SampleDepot.Replace(other, bytes);
                bytes = theirs;
                break;
        }
        SampleDepot.Replace(path, bytes);
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 200)];
        random.NextBytes(noise);
        if (random.Next(2) == 0)
            noise[^1] = (byte)'\n';
        return noise;
    }

    private static readonly string[] Poison =
        ["\"\"", "null", "-1", "9223372036854775807", "1e999", "[]", "{}", "\"{root}/../outside/x\"", "\"/etc/x\"", "\"{nuget}/p/lib.dll\"", "\"{root}/.git/x\"", "\"\\u0000\"", "\"Text\"", "\"Hash\"", "\"Copy\"", "\"File\"", "\"99\"", "true"];

    // Another value in the place of one, or a piece less or twice; then a right digest, and the signature that was there.
    private static byte[] Forge(Random random, byte[] signed)
    {
        var text = Encoding.UTF8.GetString(SignedFile.Content(signed).Span);
        var body = "{" + text[("{\"digest\":\"\",".Length + 64)..];
        var values = System.Text.RegularExpressions.Regex.Matches(body, "(?<=:|\\[|,)(\"[^\"]*\"|-?\\d+)(?!:)");
        var value = values[random.Next(values.Count)];
        body = body[..value.Index] + Poison[random.Next(Poison.Length)] + body[(value.Index + value.Length)..];
        var forged = EntryFileTests.Sealed(body);
        return forged.AsSpan().SequenceEqual(SignedFile.Content(signed).Span) ? Forge(random, signed) : [.. forged, .. signed[text.Length..]];
    }

    private void Judge(Func<string?> restore, IEnumerable<(string Path, string Text)> expected, string what, ref int hits, ref int misses)
    {
        if (Try(restore, what) is not null)
        {
            misses++;
        }
        else
        {
            hits++;
            foreach (var (path, text) in expected)
                Assert.AreEqual(text, File.ReadAllText(_bench[path]), $"{path} of {what}");
        }
        foreach (var folder in new[] { "obj", "bin" }.Select(f => _bench[f]).Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private static string? Try(Func<string?> restore, string what)
    {
        try
        {
            return restore();
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
            throw;
        }
    }
}
