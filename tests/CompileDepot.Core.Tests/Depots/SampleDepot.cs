using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Images;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Tests.Depots;

/// <summary>A depot in a temporary folder, and in it what builds of a source tree leave there. Written by Core, as a build does it.</summary>
internal sealed class SampleDepot : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _top = Directory.CreateTempSubdirectory("compiledepot-sample-").FullName;

    public SampleDepot()
    {
        Directory.CreateDirectory(Path.Combine(Root, ".git"));
        Depot = new Depot(Path.Combine(_top, "depot"));
    }

    public Depot Depot { get; }

    public string Folder => Depot.Layout.Folder;

    public DepotStack Stack => new([Folder]);

    /// <summary>The top folder of a source tree.</summary>
    public string Root => Path.Combine(_top, "tree");

    /// <summary>A place beside the depot.</summary>
    public string Beside(string name) => Path.Combine(_top, name);

    /// <summary>Stores what a compile of a project leaves: key text, an assembly, the entry, and that the tree uses it.</summary>
    /// <param name="source">Content of the project's source: what makes one key differ from another.</param>
    public Entry AddCompile(string project, string source, string? boundBy = null)
    {
        var text = new KeyText();
        text.Add("task", "Csc");
        text.Add("source", "{root}/A.cs", Digest256.Of(Encoding.UTF8.GetBytes(source)).ToString());
        text.Add("option", "/define:" + source);
        var key = new ActionKey(Depot.AddBlob(text.ToBytes()).Value);
        var assembly = Encoding.UTF8.GetBytes($"assembly of {project} from {source}");
        var made = new Origin("Csc", Tokenized(project), "net10.0", "Debug", Root, Noon, TimeSpan.FromSeconds(2));
        var entry = new Entry(
            boundBy is null ? key : new ActionKey(Digest256.Of(Encoding.UTF8.GetBytes("bound " + key))),
            key,
            boundBy,
            made,
            [new OutputFileEffect(OutputRole.Assembly, $"{{root}}/obj/{project}.dll", Depot.AddBlob(assembly), assembly.Length, 0)]);
        Depot.AddEntry(entry, overwrite: true);
        new RootRecord(Root, made.Project, made.Framework, made.Configuration, made.Task, key, entry.Key, Noon).Write(Depot.Layout);
        return entry;
    }

    /// <summary>Stores what the build of a whole project leaves: the text of its tree hash and an entry with one file.</summary>
    public ProjectEntry AddProject(string project, string source)
    {
        var text = new TreeText();
        text.Add("property", "DefineConstants", source);
        text.Add("file", "{root}/A.cs", Digest256.Of(Encoding.UTF8.GetBytes(source)).ToString());
        var content = Encoding.UTF8.GetBytes($"{project}.deps.json from {source}");
        var entry = new ProjectEntry(
            new TreeHash(Depot.AddBlob(text.ToBytes()).Value),
            Tokenized(project),
            "net10.0",
            "Debug",
            Root,
            "",
            null,
            Noon,
            TimeSpan.FromSeconds(2),
            [],
            [new ProjectFile(ProjectFileKind.Content, $"{{root}}/bin/{project}.deps.json", 0, Depot.AddBlob(content), content.Length)],
            []);
        Depot.AddProject(entry);
        return entry;
    }

    /// <summary>An action of a build, as it is recorded.</summary>
    public ActionRecord Action(string project, ActionOutcome outcome = ActionOutcome.Compiled, Entry? entry = null, Entry? former = null, double minutes = 0, Reason? reason = null) => new(
        Noon.AddMinutes(minutes),
        Root,
        Tokenized(project),
        "net10.0",
        "Debug",
        "Csc",
        outcome,
        reason ?? new Reason(UncacheableReason.None),
        entry?.KeyText.ToString() ?? "",
        former?.KeyText.ToString() ?? "",
        outcome == ActionOutcome.Restored ? "" : "source A.cs changed",
        TimeSpan.FromMilliseconds(20),
        outcome == ActionOutcome.Restored ? TimeSpan.FromSeconds(1.5) : TimeSpan.Zero,
        outcome == ActionOutcome.NotStored ? 0 : 1000,
        0);

    /// <summary>Records a build. Builds whose actions lie a minute apart are two.</summary>
    public void AddBuild(params ReadOnlySpan<ActionRecord> actions)
    {
        // Not disposed: the end of the build would be the real time.
        var recorder = new BuildRecorder(Depot.Layout);
        foreach (var action in actions)
            recorder.Add(action);
    }

    /// <summary>Records a build that said something.</summary>
    public void AddBuild(string note, ActionRecord action)
    {
        var recorder = new BuildRecorder(Depot.Layout);
        recorder.Add(new BuildNote(action.Time, action.Root, note));
        recorder.Add(action);
    }

    /// <summary>An image, beside the depot, of all its entries.</summary>
    public string Pack(string name)
    {
        var builder = new ImageBuilder();
        var packer = new ImagePacker(Stack, builder);
        foreach (var file in DepotFiles.List(Depot.Layout, []).ToList())
        {
            var missing = file.Kind switch
            {
                DepotFileKind.Entry => packer.Add(new ActionKey(file.Address)),
                DepotFileKind.Project => packer.Add(Depot.FindProjects(new TreeHash(file.Address)).Select(p => new ProjectHit(p.Entry, p.Id, Depot, [])).Single()),
                _ => null,
            };
            if (missing is not null)
                throw new InvalidOperationException(missing);
        }
        builder.Write(Beside(name));
        return Beside(name);
    }

    /// <summary>Puts other bytes in a file's place; blobs are read-only.</summary>
    public static void Replace(string path, byte[] content) => AtomicFile.Write(path, content);

    /// <summary>Flips a bit in the middle of a file.</summary>
    public static void Flip(string path)
    {
        var content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        Replace(path, content);
    }

    /// <summary>Makes every file of the depot as old as if nobody had used it for days.</summary>
    public void SetAges(double days)
    {
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
    }

    /// <summary>Every file of the depot with its content, to see that nothing changed.</summary>
    public Dictionary<string, string> Tree() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).ToDictionary(p => p, p => Convert.ToHexString(File.ReadAllBytes(p)));

    public void Dispose() => Directory.Delete(_top, recursive: true);

    private static string Tokenized(string project) => $"{{root}}/src/{project}/{project}.csproj";
}
