using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace CompileDepot.Core.Remotes;

/// <summary>
/// A bucket of Amazon S3, or of anything that speaks its protocol: <c>s3://bucket/prefix?region=…&amp;endpoint=…</c>. Credentials are those that the AWS SDK finds: environment, profile, role of the machine.
/// The one type that needs the AWS SDK: nothing of it is loaded where no such remote is configured.
/// </summary>
internal sealed class S3Remote : IRemoteStore
{
    // Where a bucket lies is part of what is signed; stores that are not Amazon's take this one.
    private const string UsualRegion = "us-east-1";

    private readonly string _place;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly RemoteLimits _limits;
    private readonly Lazy<AmazonS3Client> _client;

    // Not every store knows conditions; who does not says 501.
    private volatile bool _knowsConditions = true;

    public S3Remote(RemoteSetting setting, RemoteLimits limits)
    {
        var query = setting.Address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p.ElementAtOrDefault(1) ?? ""));
        (_place, _limits, _bucket) = (setting.Place, limits, setting.Address.Host);
        var path = Uri.UnescapeDataString(setting.Address.AbsolutePath).Trim('/');
        _prefix = path.Length == 0 ? "" : path + "/";
        _client = new Lazy<AmazonS3Client>(() => Open(query.GetValueOrDefault("region", ""), query.GetValueOrDefault("endpoint", ""), limits));
    }

    public Task<byte[]?> GetAsync(string name, long limit, CancellationToken cancel) => Guard<byte[]?>(
        async watch =>
        {
            using var response = await _client.Value.GetObjectAsync(_bucket, _prefix + name, watch.Token).ConfigureAwait(false);
            return await watch.ReadAll(response.ResponseStream, response.ContentLength, limit, _place).ConfigureAwait(false);
        },
        cancel);

    public Task<bool> HasAsync(string name, CancellationToken cancel) => Guard(
        async watch =>
        {
            await _client.Value.GetObjectMetadataAsync(_bucket, _prefix + name, watch.Token).ConfigureAwait(false);
            return true;
        },
        cancel);

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancel) => Guard(
        async watch =>
        {
            // The SDK does not tell how far it is.
            watch.Progress(content.Length);
            try
            {
                await Put(name, content, onlyIfFree: !replace && _knowsConditions && RemoteNames.IsEntry(name), watch.Token).ConfigureAwait(false);
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotImplemented && _knowsConditions)
            {
                _knowsConditions = false;
                await Put(name, content, onlyIfFree: false, watch.Token).ConfigureAwait(false);
            }
            catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict && !replace)
            {
                // Somebody was first, with the same name.
            }
            return true;
        },
        cancel);

    private async Task Put(string name, ReadOnlyMemory<byte> content, bool onlyIfFree, CancellationToken cancel)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var request = new PutObjectRequest { BucketName = _bucket, Key = _prefix + name, InputStream = stream, UseChunkEncoding = false, AutoCloseStream = false };
        if (onlyIfFree)
            request.IfNoneMatch = "*";
        await _client.Value.PutObjectAsync(request, cancel).ConfigureAwait(false);
    }

    private static AmazonS3Client Open(string region, string endpoint, RemoteLimits limits)
    {
        // Retries and checksums are ours: a failure counts once, and what comes is verified by its address.
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            ConnectTimeout = limits.Connect,
        };
        if (endpoint.Length > 0)
        {
            config.ServiceURL = endpoint;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = region.Length > 0 ? region : UsualRegion;
        }
        else if (region.Length > 0)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        return new AmazonS3Client(config);
    }

    private async Task<T> Guard<T>(Func<TransferWatch, Task<T>> transfer, CancellationToken cancel)
    {
        using var watch = new TransferWatch(_limits, cancel);
        try
        {
            // The first call looks for credentials, which reads files and may ask a service of the machine.
            return await watch.Run(token => Task.Run(() => transfer(watch), token), _place).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return default!;
        }
        catch (AmazonServiceException e) when (e.StatusCode != 0)
        {
            throw new RemoteException(RemoteException.KindOf(e.StatusCode), $"{_place} answers {(int)e.StatusCode} {e.ErrorCode}".TrimEnd(), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is AmazonServiceException && e.InnerException is HttpRequestException or IOException))
        {
            throw new RemoteException(e is IOException ? RemoteFailure.Cut : RemoteFailure.Unreachable, $"{_place} can't be reached, or ends the connection early", e);
        }
        // The same type tells of bytes that are not what their ETag says.
        catch (AmazonClientException e) when (e.Message.Contains("credential", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("region", StringComparison.OrdinalIgnoreCase))
        {
            throw new RemoteException(RemoteFailure.Denied, $"no credentials, or no region, for {_place}: the AWS SDK finds none in the environment, a profile, or the machine's role", e);
        }
        // The SDK throws what it likes where a store answers in ways that it does not expect: for an ETag that is empty, ArgumentOutOfRangeException.
        catch (Exception e) when (e is not (RemoteException or OperationCanceledException))
        {
            throw new RemoteException(RemoteFailure.Status, $"{_place} answers in a way that is not understood ({e.GetType().Name})", e);
        }
    }
}
