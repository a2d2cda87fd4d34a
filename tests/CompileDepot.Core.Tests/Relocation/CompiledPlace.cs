using System.Text;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

/// <summary>A folder with sources in which one thing was compiled; the same thing is compiled in several.</summary>
internal sealed class CompiledPlace(string root, string commit)
{
    public string Root => root;

    public string Commit => commit;

    public byte[] this[string name] => File.ReadAllBytes(Path.Combine(root, name));

    public bool Has(string name) => File.Exists(Path.Combine(root, name));

    /// <summary>Puts root and commit into a text that names them: <c>{root}</c>, <c>{commit}</c>.</summary>
    public string Fill(string text) => text.Replace("{root}", root, StringComparison.Ordinal).Replace("{commit}", commit, StringComparison.Ordinal);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(Fill(text)));

    public void Write(string name, byte[] content)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public static Rewriting Rewriting(CompiledPlace from, CompiledPlace to) => new([(from.Root, to.Root)], [(from.Commit, to.Commit)])
    {
        Document = path =>
        {
            if (!path.StartsWith(to.Root + "/", StringComparison.Ordinal))
                return null;
            var name = Path.GetRelativePath(to.Root, path);
            return to.Has(name) && !to[name].AsSpan().SequenceEqual(from[name]) ? to[name] : null;
        },
    };
}
