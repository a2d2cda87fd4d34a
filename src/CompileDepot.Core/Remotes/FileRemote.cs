using CompileDepot.Core.IO;

namespace CompileDepot.Core.Remotes;

/// <summary>A folder of a file share, which has to be there: that of a share which is not mounted would be made, and filled, on this machine. Files appear whole, by rename. What hangs is left behind: the system lets nobody cancel it.</summary>
internal sealed class FileRemote(RemoteSetting setting, RemoteLimits limits) : IRemoteStore
{
    private readonly string _folder = setting.Address.LocalPath;

    public Task<byte[]?> GetAsync(string name, long limit, CancellationToken cancel) => Guard(watch => Read(PathOf(name), limit, watch), cancel);

    public Task<bool> HasAsync(string name, CancellationToken cancel) => Guard(_ => Task.FromResult(File.Exists(PathOf(name))), cancel);

    public Task PutAsync(string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancel) => Guard(
        watch =>
        {
            watch.Progress(content.Length);
            return Task.FromResult(AtomicFile.Write(PathOf(name), content.Span, overwrite: replace));
        },
        cancel);

    private async Task<byte[]?> Read(string path, long limit, TransferWatch watch)
    {
        if (!File.Exists(path) || TryOpen(path) is not { } stream)
            return null;
        await using (stream.ConfigureAwait(false))
            return await watch.ReadAll(stream, stream.Length, limit, setting.Place).ConfigureAwait(false);
    }

    // Somebody may have cleared it away in between.
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar));

    private async Task<T> Guard<T>(Func<TransferWatch, Task<T>> transfer, CancellationToken cancel)
    {
        using var watch = new TransferWatch(limits, cancel);
        try
        {
            return await watch.Run(token => Task.Run(() => Directory.Exists(_folder) ? transfer(watch) : throw new DirectoryNotFoundException($"there is no folder {_folder}"), token), setting.Place).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new RemoteException(RemoteFailure.Denied, $"{setting.Place} may not be read or written", e);
        }
        // ENOSPC, on Windows ERROR_DISK_FULL.
        catch (IOException e) when ((e.HResult & 0xffff) is 28 or 112)
        {
            throw new RemoteException(RemoteFailure.Full, $"{setting.Place} is full", e);
        }
        catch (IOException e)
        {
            throw new RemoteException(RemoteFailure.Unreachable, $"{setting.Place}: {e.Message}", e);
        }
    }
}
