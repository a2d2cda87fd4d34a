using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences;

internal static class PreferenceDocument
{
    public interface IDoc { void Set(IReadOnlyList<string> path, TomlValue value); bool Remove(IReadOnlyList<string> path); }
    public static void Edit(string path, Action<IDoc> edit) => throw new NotImplementedException();
}
