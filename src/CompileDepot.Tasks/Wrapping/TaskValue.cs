using System.Globalization;
using CompileDepot.Core.Steps;
using CompileDepot.Tasks.Steps;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Wrapping;

/// <summary>What targets gave a task for a parameter, as texts for a key.</summary>
internal static class TaskValue
{
    /// <summary>The parameter of tools' tasks with <c>NAME=VALUE</c> for the environment.</summary>
    public const string Variables = "EnvironmentVariables";

    /// <summary>One text for each value; of an item its identity.</summary>
    public static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [],
        Array values => values.Cast<object?>().Select(Text),
        _ => [Text(value)],
    };

    /// <summary>The same, with the metadata of items behind, by name; <c>RecursiveDir</c> comes first.</summary>
    public static IEnumerable<string[]> Lines(object? value) => value switch
    {
        ITaskItem item => [Line(item)],
        ITaskItem[] items => items.Select(Line),
        _ => Texts(value).Select(t => (string[])[t]),
    };

    /// <summary>An assignment without its value, which may be a secret, and key texts are stored; what assigns nothing is as it was.</summary>
    /// <param name="normal">What the digest is taken of.</param>
    public static string Sealed(string assignment, Func<string, string> normal) =>
        assignment.Split('=', 2) is [var name, var value] ? $"{name}={StepKeyBuilder.Seal(normal(value))}" : assignment;

    private static string Text(object? value) => value is ITaskItem item ? item.ItemSpec : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    // Where the item lies below the wildcard that found it is nobody's metadata and no part of its name, and tasks that copy trees go by it.
    private static string[] Line(ITaskItem item) => [item.ItemSpec, .. item.GetMetadata("RecursiveDir") is { Length: > 0 } below ? (string[])["RecursiveDir", below] : [], .. OutputParameters.Metadata(item).SelectMany(m => (string[])[m.Name, m.Value])];
}
