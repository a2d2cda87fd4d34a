using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>
/// The compiler server's own cache of outputs: the feature <c>use-global-cache</c>. The compile task makes that feature of the variable <c>ROSLYN_CACHE_PATH</c>, so no project has to be edited.
/// Source: dotnet/roslyn, src/Compilers/Server/VBCSCompiler/CompilationCache.cs.
/// </summary>
internal sealed partial class RoslynCache(Workplace place, string phase) : Contestant(place, ContestantNames.Roslyn, phase)
{
    private string Log => Path.Combine(Folder, "server.log");

    private long _read;

    public override string About => $"Roslyn's output cache (`use-global-cache`), experimental, in the compiler server {Version()}";

    // The server's log tells hits; there is no other way to know.
    protected override IEnumerable<(string, string)> Variables => [("ROSLYN_CACHE_PATH", Cache), ("RoslynCommandLineLogFile", Log)];

    public override (int, int)? Count(ProcessRun build)
    {
        using var file = new FileStream(Log, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(_read, SeekOrigin.Begin);
        var said = new StreamReader(file).ReadToEnd();
        _read = file.Length;
        var hits = Hit().Count(said);
        return (hits, hits + Miss().Count(said));
    }

    private static string Version()
    {
        var listed = ProcessRun.Start(Path.GetTempPath(), new Dictionary<string, string?>(), "dotnet", "--info").Output;
        var sdk = Regex.Match(listed, @"Base Path:\s*(.*)").Groups[1].Value.Trim();
        return FileVersionInfo.GetVersionInfo(Path.Combine(sdk, "Roslyn", "bincore", "VBCSCompiler.dll")).ProductVersion?.Split('+')[0] ?? "";
    }

    [GeneratedRegex(@"Cache hit: ")]
    private static partial Regex Hit();

    [GeneratedRegex(@"Cache miss: ")]
    private static partial Regex Miss();
}
