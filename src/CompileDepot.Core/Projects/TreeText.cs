using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Projects;

/// <summary>
/// The canonical description of what a project's build depends on, as far as it is known before the build. Its SHA-256 is the <see cref="TreeHash"/>. Mutable while it is written; not thread-safe.
/// <para>Grammar (UTF-8, lines end with <c>\n</c>, fields escaped as in key texts):</para>
/// <code>
/// text = "compiledepot-tree 1" line*
/// line = platform os architecture | runtime name | culture ui formats | codepage number
///      | property name value              evaluated properties, sorted by name, paths as tokens
///      | items type count digest          evaluated items of one type with their metadata, in their order
///      | preference package name answer   observed preferences, as in key texts
///      | import path digest               every imported file
///      | file path digest                 every file that an item or property names
///      | repository digest                what Source Link takes from the repository, without the commit
///      | repository name folder digest    what git ignores: a file of that name, in that folder
///      | dependency project hash          projects that it refers to
///      | interface project hash           instead of these, for early cut-off (see <see cref="InterfaceText"/>)
/// </code>
/// <para>History: 1, the first.</para>
/// </summary>
public sealed class TreeText() : FactText(Header, 64 * 1024)
{
    public const string Header = "compiledepot-tree 1";

    /// <summary>A text that goes on from here; this one stays as it is.</summary>
    public TreeText Copy()
    {
        var copy = new TreeText();
        copy.Become(this);
        return copy;
    }

    /// <summary>The kind of the line of a direct dependency: by all that it is built from.</summary>
    public const string Dependency = "dependency";

    /// <summary>The kind of the line of a direct dependency: by what can be seen of it.</summary>
    public const string Interface = "interface";

    public static TreeHash HashOf(ReadOnlySpan<byte> text) => new(Digest256.Of(text));
}
