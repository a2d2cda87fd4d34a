using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;

namespace CompileDepot.Tasks.Packages;

/// <summary>
/// What package sources know against packages, asked for with NuGet's own client, as a real restore does at the same place: it is fetched at most once a restore, and NuGet's cache of HTTP answers holds for us too.
/// So a restored result has the audit warnings that a real restore would give now. Thread-safe.
/// </summary>
internal sealed class KnownVulnerabilities
{
    // A source that takes longer is better asked by NuGet, which says so when it fails.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<PackageSources, Lazy<GetVulnerabilityInfoResult?[]?>> _known = new();

    /// <summary>A digest of all that is known against packages with these ids; null where a source does not answer.</summary>
    public string? Digest(PackageSources sources, IReadOnlyCollection<string> ids)
    {
        if (_known.GetOrAdd(sources, s => new Lazy<GetVulnerabilityInfoResult?[]?>(() => Fetch(s))).Value is not { } known)
            return null;
        var text = new StringBuilder();
        for (var source = 0; source < known.Length; source++)
        {
            // A source that has no such list gives a warning where it is named as one that should.
            text.Append("source ").Append(known[source] is null ? "mute" : "answers").Append('\n');
            foreach (var line in Lines(known[source], ids).Order(StringComparer.Ordinal))
                text.Append(line).Append('\n');
        }
        return ContentDigest.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString();
    }

    private static IEnumerable<string> Lines(GetVulnerabilityInfoResult? known, IReadOnlyCollection<string> ids) =>
        from page in known?.KnownVulnerabilities ?? []
        from id in ids
        where page.ContainsKey(id)
        from vulnerability in page[id]
        select $"{KeyField.Escape(id)} {KeyField.Escape(vulnerability.Url.OriginalString)} {vulnerability.Severity} {KeyField.Escape(vulnerability.Versions.ToNormalizedString())}";

    private static GetVulnerabilityInfoResult?[]? Fetch(PackageSources sources)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Patience);
            var answers = Task.WhenAll(Servers(sources).Select(s => Ask(s, timeout.Token))).WaitAsync(timeout.Token).GetAwaiter().GetResult();
            return answers.All(a => a?.Exceptions is null) ? answers : null;
        }
        catch (Exception e) when (e is NuGetProtocolException or NuGetConfigurationException or HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static List<PackageSource> Servers(PackageSources sources)
    {
        using var context = new SettingsLoadingContext();
        var provider = new PackageSourceProvider(Settings.LoadImmutableSettingsGivenConfigPaths([.. sources.ConfigFiles], context));
        // Those of the configuration come with credentials.
        var configured = provider.LoadPackageSources().Where(s => s.IsEnabled).ToLookup(s => s.Source, StringComparer.Ordinal);
        var audit = provider.LoadAuditSources().Where(s => s.IsEnabled).ToList();
        return [.. (audit.Count > 0 ? audit : sources.Sources.Select(s => configured[s].FirstOrDefault() ?? new PackageSource(s))).Where(s => s.IsHttp)];
    }

    private static async Task<GetVulnerabilityInfoResult?> Ask(PackageSource source, CancellationToken cancellation)
    {
        var resource = await Repository.Factory.GetCoreV3(source).GetResourceAsync<IVulnerabilityInfoResource>(cancellation).ConfigureAwait(false);
        if (resource is null)
            return null;
        using var cache = new SourceCacheContext();
        return await resource.GetVulnerabilityInfoAsync(cache, NullLogger.Instance, cancellation).ConfigureAwait(false);
    }
}
