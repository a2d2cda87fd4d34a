using System.Text;

namespace CompileDepot.Core.Tests.Support;

/// <summary>A real folder that goes away with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("compiledepot-core-").FullName;

    /// <summary>The full path of a name below the folder.</summary>
    public string this[string name] => System.IO.Path.GetFullPath(name, Path);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
