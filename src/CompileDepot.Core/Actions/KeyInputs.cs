using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Actions;

/// <summary>The text of a key, and the files whose content entered it: what the keys of compiles and of steps are made with. One instance a key.</summary>
internal sealed class KeyInputs(Locality here, FileDigester digester)
{
    private readonly LocalDigester _local = new(here);
    private readonly List<InputFile> _files = [];
    private readonly List<InputFile> _localTexts = [];
    private readonly List<InputFile> _localReferences = [];
    private readonly List<InputFile> _localOthers = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public KeyText Text { get; } = new();

    /// <summary>Makes an action, and of a file that can't be read the reason why there is none.</summary>
    /// <exception cref="UncacheableException">The result depends on something that the key can't hold.</exception>
    public static CompileAction Make(Func<CompileAction> make)
    {
        try
        {
            return make();
        }
        // ArgumentException: a path that holds a NUL.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UncacheableException(UncacheableReason.InputMissing, e.Message);
        }
    }

    /// <summary>The action whose key holds what has been added.</summary>
    public CompileAction ToAction(IReadOnlyList<CompileOutput> outputs)
    {
        var bytes = Text.ToBytes();
        return new CompileAction(KeyText.KeyOf(bytes), bytes, _files, outputs) { Local = new LocalInputs(_localTexts, _localReferences, _localOthers) };
    }

    public string Token(string path) => here.Tokens.Tokenize(path);

    /// <summary>Whether something is asked for the first time.</summary>
    /// <param name="what">A full path, or a name that is none.</param>
    public bool IsNew(string what) => _seen.Add(what);

    /// <summary>A file that is an input, and whose content the text has already, or has no line for.</summary>
    public InputFile AddUntold(string path)
    {
        var file = digester.TryDigest(path) ?? throw new UncacheableException(UncacheableReason.InputMissing, path);
        _files.Add(file);
        return file;
    }

    /// <summary>A line <c>kind name digest fields…</c>.</summary>
    /// <param name="form">What of the file counts.</param>
    /// <param name="name">What it is called in the text; null: by its path.</param>
    public InputFile Add(string kind, string path, LocalForm form, ReadOnlySpan<string> fields = default, string? name = null)
    {
        var file = AddUntold(path);
        Text.Add(kind, [name ?? Token(path), DigestOf(file, form).ToString(), .. fields]);
        return file;
    }

    /// <summary>The same of a file that may not be there, which then counts.</summary>
    /// <returns>Null: it is not there, or was asked for before.</returns>
    public InputFile? AddIfThere(string kind, string path, LocalForm form)
    {
        if (!File.Exists(path))
            AddAbsence(path);
        else if (IsNew(path))
            return Add(kind, path, form);
        return null;
    }

    /// <summary>That no file is there, once.</summary>
    public void AddAbsence(string path)
    {
        if (IsNew(path))
            Text.Add("absent", Token(path));
    }

    /// <summary>All files below a folder.</summary>
    /// <param name="except">See <see cref="FolderDigest.OfTree"/>.</param>
    public void AddFolder(string kind, string path, IReadOnlyCollection<string> except) => Text.Add(kind, Token(path), FolderDigest.OfTree(path, except, digester, _files).ToString());

    /// <summary>What can be loaded from a folder, once.</summary>
    public void AddAssemblies(string folder)
    {
        if (IsNew(folder + "/"))
            Text.Add("beside", Token(folder), FolderDigest.OfAssemblies(folder, digester, _files, file => DigestOf(file, LocalForm.Assembly)).ToString());
    }

    private ContentDigest DigestOf(InputFile file, LocalForm form)
    {
        var digest = _local.Of(file, form);
        var locals = form switch
        {
            LocalForm.Reference when _local.IsLocalAssembly(file.Path) => _localReferences,
            LocalForm.Assembly when _local.IsLocalAssembly(file.Path) => _localOthers,
            LocalForm.Text or LocalForm.StampedText when digest != file.Digest => _localTexts,
            _ => null,
        };
        locals?.Add(file);
        return digest;
    }
}
