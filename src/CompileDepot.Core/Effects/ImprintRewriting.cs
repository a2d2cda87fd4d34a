using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Effects;

/// <summary>What has to be done to files with an imprint, so that they are what another place would have made.</summary>
/// <param name="Rewriting">Null: nothing, the two places enter files in the same way.</param>
/// <param name="Fault">Why it can't be told what to do, in words; null where it can.</param>
internal readonly record struct ImprintRewriting(Rewriting? Rewriting, string? Fault)
{
    /// <param name="digestOf">The digest of a reference by its full path at the new place, or null; spares reading it.</param>
    public static ImprintRewriting For(Imprint imprint, Locality to, Func<string, ContentDigest?> digestOf)
    {
        var roots = new List<(string From, string To)>();
        foreach (var (name, path) in imprint.Roots)
        {
            if (to.Tokens.Resolve("{" + name + "}") is not { } here)
                return new(null, $"no {{{name}}} is known here");
            roots.Add((path, here));
        }
        if (imprint.Commit is not null && imprint.Commit.Length != to.Commit?.Length)
            return new(null, to.Commit is null ? "no commit is known here" : "commits have ids of another kind here");
        var references = new Dictionary<Guid, ReferenceIdentity>();
        foreach (var reference in imprint.References)
        {
            if (to.Tokens.Resolve(reference.Path) is not { } path)
                return new(null, $"{reference.Path} has no place here");
            if (digestOf(path) == reference.Digest)
                continue;
            var now = IdentityOf(path);
            if (now is null || (references.TryGetValue(reference.Identity.Mvid, out var other) && other != now))
                return new(null, $"{reference.Path} is not what it was");
            references[reference.Identity.Mvid] = now.Value;
        }
        var commit = imprint.Commit is null || imprint.Commit == to.Commit ? Array.Empty<(string, string)>() : [(imprint.Commit, to.Commit!)];
        if (commit.Length == 0 && roots.TrueForAll(r => r.From == r.To) && references.All(r => r.Key == r.Value.Mvid))
            return new(null, null);
        return new(
            new Rewriting(roots, commit)
            {
                Content = document => imprint.TextOf(document, to.Tokens) is { } path ? File.ReadAllBytes(path) : null,
                Reference = mvid => references.TryGetValue(mvid, out var now) ? now : null,
            },
            null);
    }

    private static ReferenceIdentity? IdentityOf(string path)
    {
        try
        {
            return ReferenceIdentity.Of(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
