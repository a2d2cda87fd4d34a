using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collecting;

/// <summary>
/// Held by the one collector of a depot. Builds take no notice of it. It is a lock of the operating system on an open file: that of a process which dies goes with it, so there is none to be
/// found dead, and the file that stays says nothing. (On a file system without locks two collectors may run; then each finds missing what the other took.)
/// </summary>
public sealed class CollectorLock : IDisposable
{
    private readonly FileStream _file;

    private CollectorLock(FileStream file) => _file = file;

    /// <exception cref="CollectException">CD0090: another collector has it; CD0093: the depot can't be written.</exception>
    public static CollectorLock Take(DepotLayout layout)
    {
        try
        {
            // To be read, so that it is anybody's: whoever made it.
            return new CollectorLock(new FileStream(layout.CollectorLock, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, bufferSize: 0));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CollectException(DiagnosticCodes.NotRemoved, $"{layout.Folder}: nothing can be removed here. {e.Message}", e);
        }
        catch (IOException e) when (File.Exists(layout.CollectorLock))
        {
            throw new CollectException(DiagnosticCodes.CollectionUnderWay, $"{layout.Folder}: another collection is under way. Wait for it; it needs no help.", e);
        }
        catch (IOException e)
        {
            throw new CollectException(DiagnosticCodes.NotRemoved, $"{layout.Folder}: nothing can be removed here. {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
