using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Tests.Support;

/// <summary>A project in a root with a toolchain beside it, and the keys of its compiles. Nothing is remembered from one key to the next.</summary>
internal sealed class KeyBench : IDisposable
{
    private readonly TempFolder _folder = new();

    public KeyBench()
    {
        _folder.Write("sdk/csc.dll", "a compiler");
        Write("A.cs", "class A {}");
    }

    public string Root => _folder["root"];

    /// <summary>What else there is to say beside the command line.</summary>
    public List<KeyValuePair<string, string>> Parameters { get; } = [];

    public string? Commit { get; set; }

    public List<string> Toolchain => field ??= [_folder["sdk"]];

    public string this[string name] => Path.GetFullPath(name, Root);

    public string Write(string name, string text) => _folder.Write(Path.Combine("root", name), text);

    public string Write(string name, byte[] content) => _folder.Write(Path.Combine("root", name), content);

    /// <summary>Writes beside the root, where no token reaches.</summary>
    public string WriteOutside(string name, string text) => _folder.Write(name, text);

    public void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[to])!);
        File.Move(this[from], this[to]);
    }

    /// <summary>A deterministic compile to <c>obj/a.dll</c> with these arguments beside.</summary>
    public CompileAction Action(CompilerKind compiler, params string[] arguments) =>
        Exactly(compiler, [compiler == CompilerKind.FSharp ? "--deterministic+" : "/deterministic+", compiler == CompilerKind.FSharp ? "--out:obj/a.dll" : "/out:obj/a.dll", .. arguments]);

    public CompileAction Exactly(CompilerKind compiler, params string[] arguments) => CompileKeyBuilder.Build(
        new CompileRequest(compiler, "Csc", arguments, Parameters, Root, Toolchain, new Locality(new PathTokens([(PathTokens.Root, Root)]), Commit)),
        new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), Root));

    public ActionKey Key(params string[] arguments) => Action(CompilerKind.CSharp, arguments).Key;

    public string Text(params string[] arguments) => System.Text.Encoding.UTF8.GetString(Action(CompilerKind.CSharp, arguments).KeyText);

    /// <summary>Why there is no key.</summary>
    public Reason Refusal(CompilerKind compiler, params string[] arguments) => Assert.ThrowsExactly<UncacheableException>(() => Action(compiler, arguments)).Reason;

    public void Dispose() => _folder.Dispose();
}
