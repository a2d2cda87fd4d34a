using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Effects;

/// <summary>
/// The keys that an action's entry may stand under: the action key, or that key and what the entry is bound to, hashed together. What an entry is bound to is known only when it has been made;
/// so a look-up asks for each in turn.
/// </summary>
internal static class BoundKeys
{
    /// <param name="exact">The bytes of all local inputs (see <see cref="LocalInputs"/>), for <see cref="Binding.Exact"/>.</param>
    public static ActionKey Of(ActionKey action, Binding binding, Locality here, IEnumerable<InputFile> exact)
    {
        if (binding == Binding.None)
            return action;
        var text = new KeyText();
        text.Add("bound", action.ToString(), binding.ToString());
        if (binding is Binding.Roots or Binding.Exact)
        {
            foreach (var (token, path) in here.Tokens.Roots.OrderBy(r => r.Token, StringComparer.Ordinal))
                text.Add("root", token, path);
        }
        if (binding is Binding.Commit or Binding.Exact)
            text.Add("commit", here.Commit ?? "");
        if (binding == Binding.Exact)
        {
            foreach (var line in exact.Select(f => (Path: here.Tokens.Tokenize(f.Path), f.Digest)).Distinct().OrderBy(f => f.Path, StringComparer.Ordinal))
                text.Add("input", line.Path, line.Digest.ToString());
        }
        return KeyText.KeyOf(text.ToBytes());
    }

    /// <summary>In the order in which they are asked for. Without <paramref name="exact"/> the last is missing.</summary>
    public static IReadOnlyList<ActionKey> All(ActionKey action, Locality here, IEnumerable<InputFile>? exact)
    {
        var keys = new List<ActionKey> { action, Of(action, Binding.Roots, here, []) };
        if (here.Commit is not null)
            keys.Add(Of(action, Binding.Commit, here, []));
        if (exact is not null)
            keys.Add(Of(action, Binding.Exact, here, exact));
        return keys;
    }
}
