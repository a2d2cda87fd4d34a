using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>What those tasks share that are no matter of caching. What a person wrote wrongly is said as a compiler says it; unlike a cache's fault, a fault here fails the build: to go on would be to build something else than was asked for.</summary>
public abstract class StrictTask : Microsoft.Build.Utilities.Task
{
    /// <summary>Full path of the project, or of what is restored.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    private protected abstract void Run();

    /// <summary>How it is said that a file can't be read or written.</summary>
    private protected abstract (string Code, string Message) Fault(Exception e);

    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (SettingsException e)
        {
            Fail(e.Code, ProjectFile, e.Message);
        }
        // The last: of an assembly that is none, or cut short.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            var (code, message) = Fault(e);
            Fail(code, ProjectFile, message);
        }
        return !Log.HasLoggedErrors;
    }

    private protected void Fail(string code, string file, string message, int line = 0, int column = 0) => Log.LogError(null, code, null, file, line, column, 0, 0, message);
}
