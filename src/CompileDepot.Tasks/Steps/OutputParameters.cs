using System.Globalization;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Steps;

/// <summary>What a task gives as values of its output parameters: written down as effects, and given again at another place. Each value is one of its parameter and ordinal, however often it is replayed.</summary>
internal sealed class OutputParameters
{
    private readonly Dictionary<string, List<OutputItemEffect>> _items;
    private readonly Dictionary<string, string> _values;
    private readonly PathTokens _tokens;

    /// <param name="effects">Those of an entry; others are passed over.</param>
    /// <param name="tokens">Of the place where the values are given again.</param>
    public OutputParameters(IEnumerable<Effect> effects, PathTokens tokens)
    {
        var all = effects.ToList();
        _tokens = tokens;
        _items = all.OfType<OutputItemEffect>().GroupBy(i => i.Parameter, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.DistinctBy(i => i.Ordinal).OrderBy(i => i.Ordinal).ToList(), StringComparer.OrdinalIgnoreCase);
        _values = all.OfType<OutputPropertyEffect>().GroupBy(v => v.Parameter, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The effects of a value; none for null.</summary>
    public static IEnumerable<Effect> Record(string parameter, object? value, PathTokens tokens) => value switch
    {
        null => [],
        ITaskItem item => [Item(parameter, item, 0, tokens)],
        ITaskItem[] items => items.Select((item, i) => Item(parameter, item, i, tokens)),
        Array values => values.Cast<object?>().Select((v, i) => new OutputItemEffect(parameter, i, tokens.TokenizeText(Text(v)), [])),
        _ => [new OutputPropertyEffect(parameter, tokens.TokenizeText(Text(value)))],
    };

    /// <summary>The value of a parameter, of the type that the task declares; null (or what stands for it) where it had none.</summary>
    public object? ValueOf(TaskPropertyInfo parameter)
    {
        var type = parameter.PropertyType;
        var items = _items.GetValueOrDefault(parameter.Name, []);
        if (type == typeof(ITaskItem))
            return items.Select(Item).FirstOrDefault();
        if (type == typeof(ITaskItem[]))
            return items.Select(Item).ToArray();
        if (!type.IsArray)
            return _values.TryGetValue(parameter.Name, out var text) ? Parse(_tokens.ResolveText(text), type) : type.IsValueType ? Activator.CreateInstance(type) : null;
        var values = Array.CreateInstance(type.GetElementType()!, items.Count);
        for (var i = 0; i < items.Count; i++)
            values.SetValue(Parse(_tokens.ResolveText(items[i].Spec), type.GetElementType()!), i);
        return values;
    }

    /// <summary>Names and values of an item's own metadata, in the order of the names.</summary>
    public static IEnumerable<(string Name, string Value)> Metadata(ITaskItem item) =>
        item.CloneCustomMetadata().Keys.Cast<string>().Order(StringComparer.OrdinalIgnoreCase).Select(name => (name, item.GetMetadata(name)));

    private static OutputItemEffect Item(string parameter, ITaskItem item, int ordinal, PathTokens tokens) =>
        new(parameter, ordinal, tokens.TokenizeText(item.ItemSpec), [.. Metadata(item).Select(m => (m.Name, tokens.TokenizeText(m.Value)))]);

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static object Parse(string text, Type type) => type.IsEnum ? Enum.Parse(type, text) : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);

    // Both ways the text is what it means, not what MSBuild's escaping makes of it: tokens must find paths in it.
    private ITaskItem Item(OutputItemEffect effect)
    {
        var item = new TaskItem(ProjectCollection.Escape(_tokens.ResolveText(effect.Spec)), treatAsFilePath: false);
        foreach (var (name, value) in effect.Metadata)
            item.SetMetadata(name, ProjectCollection.Escape(_tokens.ResolveText(value)));
        return item;
    }
}
