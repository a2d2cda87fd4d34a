using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Caching;

/// <summary>What of this place is in the outputs of a compile.</summary>
/// <param name="Local">Tokenized paths of the files that hold something of it.</param>
/// <param name="Imprint">What they hold; null where no file does.</param>
/// <param name="BoundBy">Why the entry is bound, in words, or null.</param>
internal readonly record struct FoundPlace(IReadOnlyCollection<string> Local, Imprint? Imprint, Binding BoundTo, string? BoundBy);

/// <summary>Searches the outputs of a compile for what is of the place where it ran.</summary>
/// <param name="notRewritable">Why an entry made elsewhere could not be rewritten for this place: then what is made here serves this place alone.</param>
internal sealed class PlaceFinder(CompileAction action, Locality here, string? notRewritable)
{
    private const string InMessage = "a warning, message or value with the id of the commit";

    private readonly List<(InputFile File, ReferenceIdentity Identity)> _references = References(action);
    private bool _holdsCommit;

    public FoundPlace Find(IReadOnlyList<LocalFile> files, IReadOnlyList<Effect> observed)
    {
        var local = Locals(files);
        var messages = observed.Select(TextOf).FirstOrDefault(t => here.Commit is not null && t.Contains(here.Commit[..RootBoundScanner.ShortCommit], StringComparison.OrdinalIgnoreCase));
        if (local.Count == 0)
            return messages is null ? new([], null, Binding.None, null) : new([], null, Binding.Commit, InMessage);
        var texts = Texts(files);
        var imprint = new Imprint(
            [.. here.Tokens.Roots.Select(r => (r.Token[1..^1], r.Path))],
            _holdsCommit || texts.Count > 0 ? here.Commit : null,
            texts,
            [.. _references.Select(r => new ImprintReference(here.Tokens.Tokenize(r.File.Path), r.File.Digest, r.Identity)).DistinctBy(r => r.Path)]);
        var (to, by) = notRewritable is null ? new BindingProof(imprint, local, new CallerPathProof(action, files).IsCallerPath).Find() : (Binding.Exact, $"an entry made elsewhere can't be rewritten for this place: {notRewritable}");
        if (messages is not null && to is Binding.None or Binding.Roots)
            (to, by) = (to == Binding.None ? Binding.Commit : Binding.Exact, by ?? InMessage);
        return new([.. local.Select(f => f.Path)], imprint, to, by);
    }

    // With an assembly its PDB, and the other way round: each holds an id of the other's content.
    private List<LocalFile> Locals(IReadOnlyList<LocalFile> files)
    {
        var ofRoots = new RootBoundScanner(here.Tokens.Roots.Select(r => r.Path));
        var ofCommit = new RootBoundScanner([], here.Commit);
        var stamped = files.Where(f => ofCommit.Find(f.Name, f.Content) is not null).Select(f => f.Path).ToHashSet();
        _holdsCommit = stamped.Count > 0;
        var found = files.Where(f => stamped.Contains(f.Path) || ofRoots.Find(f.Name, f.Content) is not null || (f.Role == OutputRole.Pdb && HoldsReference(f.Content))).Select(f => f.Path).ToHashSet();
        var pair = files.Where(f => f.Role is OutputRole.Assembly or OutputRole.Pdb);
        if (pair.Any(f => found.Contains(f.Path)))
            found.UnionWith(pair.Select(f => f.Path));
        return [.. files.Where(f => found.Contains(f.Path))];
    }

    // Known by their checksums: what a PDB calls them is the project's business.
    private List<ImprintText> Texts(IReadOnlyList<LocalFile> files)
    {
        if (action.Local.Texts.Count == 0 || files.FirstOrDefault(f => f.Role == OutputRole.Pdb).Content is not { } pdb)
            return [];
        var documents = DocumentChecksum.Of(pdb);
        var texts = new List<ImprintText>();
        foreach (var path in action.Local.Texts.Select(t => t.Path).Distinct())
        {
            var content = File.ReadAllBytes(path);
            texts.AddRange(documents.Where(d => d.IsOf(content)).Select(d => new ImprintText(here.Tokens.Tokenize(path), here.Tokens.Tokenize(d.Name))));
        }
        return texts;
    }

    private bool HoldsReference(byte[] pdb) => _references.Exists(r => pdb.AsSpan().IndexOf(r.Identity.Mvid.ToByteArray()) >= 0);

    private static List<(InputFile, ReferenceIdentity)> References(CompileAction action)
    {
        var references = new List<(InputFile, ReferenceIdentity)>();
        foreach (var file in action.Local.References)
        {
            try
            {
                references.Add((file, ReferenceIdentity.Of(File.ReadAllBytes(file.Path))));
            }
            catch (BadImageFormatException)
            {
                // Then no PDB holds an id of it.
            }
        }
        return references;
    }

    private static string TextOf(Effect effect) => effect switch
    {
        WarningEffect warning => $"{warning.File} {warning.Message}",
        MessageEffect message => message.Text ?? "",
        OutputItemEffect item => string.Join(' ', item.Metadata.Select(m => m.Value).Prepend(item.Spec)),
        OutputPropertyEffect property => property.Value,
        _ => "",
    };
}
