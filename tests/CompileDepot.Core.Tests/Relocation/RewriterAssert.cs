using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Tests.Relocation;

/// <summary>What is rewritten from one place must be what the compiler makes at the other.</summary>
internal static class RewriterAssert
{
    /// <summary>Both ways: the assembly, its PDB, and its reference assembly.</summary>
    public static void Rewrites(CompiledPlace from, CompiledPlace to)
    {
        foreach (var (a, b) in new[] { (from, to), (to, from) })
        {
            foreach (var name in new[] { "obj/a", "obj/a.ref" })
            {
                if (a.TryRead(name + ".dll") is not { } old)
                    continue;
                Assert.IsTrue(ImageRewriter.TryRewrite(old, a.TryRead(name + ".pdb"), a.To(b), out var assembly, out var pdb, out var reason), reason);
                if (b.TryRead(name + ".pdb") is { } expected)
                    Same(expected, pdb!, $"{name}.pdb for {b.Root}");
                Same(b[name + ".dll"], assembly, $"{name}.dll for {b.Root}");
            }
        }
    }

    public static void Same(byte[] expected, byte[] actual, string what)
    {
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.IsTrue(same == expected.Length && same == actual.Length, $"{what} differs at {same:x}: {expected.Length} bytes expected, {actual.Length} made");
    }
}
