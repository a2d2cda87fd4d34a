using System.Collections.Concurrent;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// What all tests of a run know of trees that they have in common: half of the run's time would go into plain builds and restores of the same few trees. A result belongs to the path, the content
/// and the command line, all of them whole.
/// </summary>
public static class SharedResults
{
    private static readonly ConcurrentDictionary<string, BuildOutcome> PlainBuilds = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, byte[]>> Restores = new(StringComparer.Ordinal);

    /// <summary>The outcome of a plain build, from this test or another. Its binary log may be gone with the test that made it.</summary>
    /// <param name="own">The results of this test alone: what a repository around the tree decides is no part of the key.</param>
    public static BuildOutcome PlainBuild(TestTree tree, string key, IDictionary<string, BuildOutcome> own, Func<BuildOutcome> run)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(run);
        if (own.TryGetValue(key, out var known))
            return known;
        if (Path.Exists(tree.PathOf(".git")))
            return own[key] = run();
        var shared = $"{tree.Root}\n{key}";
        return PlainBuilds.TryGetValue(shared, out known) ? known : PlainBuilds[shared] = run();
    }

    /// <summary>Restores a tree, or writes what a restore of the same projects at the same path wrote. Preferences, which a restore looks up outside of the tree, too, are looked up each time.</summary>
    public static void Restore(TestTree tree, Action run)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(run);
        if (tree.HasPreferences)
        {
            run();
            return;
        }
        var key = $"{tree.Root}\n{tree.Way}\n{tree.ProjectsDigest()}";
        if (Restores.TryGetValue(key, out var known))
        {
            foreach (var (path, content) in known)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(tree.PathOf(path))!);
                if (!File.Exists(tree.PathOf(path)) || !File.ReadAllBytes(tree.PathOf(path)).AsSpan().SequenceEqual(content))
                    File.WriteAllBytes(tree.PathOf(path), content);
            }
            return;
        }
        // What is there already may be of another state of the tree.
        var isFirst = !OutputFiles.Of(tree, tree.Root).Any();
        run();
        if (isFirst)
            Restores[key] = OutputFiles.Of(tree, tree.Root).ToDictionary(p => p, p => File.ReadAllBytes(tree.PathOf(p)));
    }
}
