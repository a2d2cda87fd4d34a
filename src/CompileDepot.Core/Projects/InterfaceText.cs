using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Projects;

/// <summary>
/// The description of what projects that refer to a project can see of it, once it is built. It is as its <see cref="TreeText"/>, without the content of its own sources, which go into its assembly
/// alone; with what compilers, MSBuild and the SDK see of that assembly; and with the interfaces of those that it refers to. Where the SHA-256 is the same, what refers to it is built in the same way,
/// and only copies of its files are others: early cut-off, after "Build systems à la carte" (Mokhov, Mitchell, Peyton Jones, 2018).
/// <code>
/// text = "compiledepot-interface 1" (the lines of the tree text, but for own sources and dependencies)*
///        ("interface" project hash)* "assembly" digest face
/// </code>
/// <para>History: 1, the first.</para>
/// </summary>
public static class InterfaceText
{
    public const string Header = "compiledepot-interface 1";

    /// <summary>The hash.</summary>
    /// <param name="tree">A tree text that has interfaces in place of dependencies.</param>
    /// <param name="sources">Tokenized paths of the sources that are nothing else.</param>
    /// <param name="assembly">What compilers see of the assembly, the facts of a place left out.</param>
    /// <param name="face">See <see cref="AssemblyFace"/>.</param>
    public static TreeHash HashOf(ReadOnlySpan<byte> tree, IReadOnlySet<string> sources, ContentDigest assembly, ContentDigest face)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var line in Encoding.UTF8.GetString(tree).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (!(KeyField.Split(line) is ["file", var name, ..] && sources.Contains(name)))
                text.Append(line).Append('\n');
        }
        text.Append("assembly").Append(' ').Append(assembly.ToString()).Append(' ').Append(face.ToString()).Append('\n');
        return TreeText.HashOf(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
