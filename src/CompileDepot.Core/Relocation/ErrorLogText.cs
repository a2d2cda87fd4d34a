using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Rewrites the compilers' error logs (SARIF). They name files by URI, and nothing else that a compiler writes looks so: those are rewritten. Any other trace of the place may be a person's
/// text, and is left for the caller to find.
/// </summary>
internal static class ErrorLogText
{
    private static readonly byte[] Scheme = "\"file://"u8.ToArray();

    public static bool TryRewrite(byte[] log, Rewriting rewriting, out byte[] rewritten, out string? reason)
    {
        (rewritten, reason) = (log, null);
        var roots = new List<(byte[] From, byte[] To)>();
        // Those that stay are looked for too: a path below one is not below a shorter one that changes.
        foreach (var (from, to) in rewriting.Roots.OrderByDescending(r => r.From.Length))
        {
            if (!Uri.TryCreate(from, UriKind.Absolute, out var former) || !Uri.TryCreate(to, UriKind.Absolute, out var now))
            {
                reason = "a root that is no URI";
                return false;
            }
            roots.Add((Behind(former), Behind(now)));
        }
        var result = new MemoryStream(log.Length);
        var rest = log.AsSpan();
        for (int at; (at = rest.IndexOf(Scheme)) >= 0;)
        {
            var path = rest[(at + Scheme.Length)..];
            result.Write(rest[..(at + Scheme.Length)]);
            var skipped = 0;
            foreach (var (from, to) in roots)
            {
                if (!path.StartsWith(from))
                    continue;
                result.Write(to);
                skipped = from.Length;
                break;
            }
            rest = path[skipped..];
        }
        result.Write(rest);
        rewritten = result.ToArray();
        return true;
    }

    // A path with a drive has a slash in front: file:///C:/src.
    private static byte[] Behind(Uri root) => Encoding.UTF8.GetBytes(root.AbsoluteUri[(Scheme.Length - 1)..] + "/");
}
