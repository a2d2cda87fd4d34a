using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Tests.Support;

/// <summary>One compile of one checkout, whose compiler writes what the test says.</summary>
internal sealed class CacheBench : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _root;
    private readonly string[] _depots;

    public IRemoteDepots? Remote { get; set; }

    public CacheBench(string root = "root", params string[] depots)
    {
        _root = root;
        _depots = depots.Length > 0 ? depots : [_folder["depot"]];
        Directory.CreateDirectory(Root);
        Outputs = [(OutputRole.Assembly, "obj/a.dll"), (OutputRole.Pdb, "obj/a.pdb"), (OutputRole.GeneratedSource, "obj/gen")];
    }

    public string Root => _folder[_root];

    public string DepotFolder => _depots[0];

    public DepotLayout Layout => new(DepotFolder);

    public Locality Here => new(Tokens, Commit);

    public PathTokens Tokens => new([(PathTokens.Root, Root)]);

    public string? Commit { get; set; }

    public List<(OutputRole Role, string Name)> Outputs { get; }

    public List<InputFile> Inputs { get; } = [];

    /// <summary>As it is with a step's outputs.</summary>
    public bool WritesAll { get; set; }

    /// <summary>What the compiler depends on.</summary>
    public string Facts { get; set; } = "facts";

    public string this[string name] => Path.GetFullPath(name, Root);

    public CompileAction Action
    {
        get
        {
            var text = new KeyText();
            text.Add("option", Facts);
            var bytes = text.ToBytes();
            return new CompileAction(KeyText.KeyOf(bytes), bytes, Inputs, [.. Outputs.Select(o => new CompileOutput(o.Role, this[o.Name]))]) { WritesAll = WritesAll };
        }
    }

    public CompileCache Cache() => new(new DepotStack(_depots) { Remote = Remote }, Action, Here);

    public string Write(string name, string text) => _folder.Write(Path.Combine(_root, name), text);

    /// <summary>Compiles: writes files and stores what that gives.</summary>
    public Reason? Compile(params (string Name, string Text)[] files) => Compile(Cache(), files);

    public Reason? Compile(CompileCache cache, params (string Name, string Text)[] files)
    {
        cache.BeforeStep();
        foreach (var (name, text) in files)
            Write(name, text);
        var (stored, reason) = cache.Collect([new MessageEffect(0, "compiled", "Csc")], Made);
        return reason ?? cache.Store(stored!, refresh: false);
    }

    public Origin Made => new("Csc", "{root}/a.csproj", "net10.0", "Debug", Root, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1));

    /// <summary>Whether there was a hit.</summary>
    public bool Restore() => Cache().TryRestore(out _) is not null;

    /// <summary>Removes all outputs.</summary>
    public void Clean()
    {
        if (Directory.Exists(this["obj"]))
            Directory.Delete(this["obj"], recursive: true);
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    /// <summary>The file of the blob with this text.</summary>
    public string Blob(string text) => Layout.Blob(ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _folder.Dispose();
}
