using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Wrapping;

/// <summary>The SDK's own compile task, made and driven by reflection: whatever parameters it has are those that targets can set, so one that a later SDK adds needs no change here.</summary>
internal sealed class InnerTaskType
{
    private static readonly ConcurrentDictionary<(string, string), InnerTaskType> Known = new();

    private readonly Type _type;
    private readonly Dictionary<string, PropertyInfo> _properties;

    private InnerTaskType(string assembly, string type)
    {
        AssemblyPath = Path.GetFullPath(assembly);
        _type = Load(AssemblyPath).GetType(type, throwOnError: true)!;
        _properties = _type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is not null && p.Name is not ("BuildEngine" or "HostObject" or "Log" or "TaskEnvironment") && !p.Name.StartsWith("BuildEngine", StringComparison.Ordinal))
            .GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            // A property that hides another of its name comes first.
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        Parameters = [.. _properties.Values
            .Where(p => p.CanWrite || IsOutput(p))
            .Select(p => new TaskPropertyInfo(p.Name, p.PropertyType, IsOutput(p), p.IsDefined(typeof(RequiredAttribute), inherit: true)))];
    }

    public string AssemblyPath { get; }

    public string Name => _type.Name;

    public TaskPropertyInfo[] Parameters { get; }

    /// <summary>The type, loaded once a process.</summary>
    public static InnerTaskType Get(string assembly, string type) => Known.GetOrAdd((assembly, type), key => new InnerTaskType(key.Item1, key.Item2));

    public ITask Create() => (ITask)Activator.CreateInstance(_type)!;

    public bool Has(string property) => _properties.ContainsKey(property);

    public void Set(ITask task, string property, object? value) => _properties[property].SetValue(task, value);

    public object? Get(ITask task, string property) => _properties[property].GetValue(task);

    private static bool IsOutput(PropertyInfo property) => property.IsDefined(typeof(OutputAttribute), inherit: true);

    // MSBuild may have the assembly loaded for another of its tasks; a second copy would cost its loading and split its statics.
    private static Assembly Load(string path) =>
        AssemblyLoadContext.All.SelectMany(c => c.Assemblies).FirstOrDefault(a => !a.IsDynamic && a.Location == path) ?? new InnerTaskContext(path).LoadFromAssemblyPath(path);
}
