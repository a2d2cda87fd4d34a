using System.Text.Json;
using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Steps;

/// <summary>What a command of <c>dotnet</c> runs: an assembly, or a tool of the repository's tool manifest.</summary>
/// <param name="Assembly">Full path of the assembly; null for a tool.</param>
/// <param name="Package">Full path of the folder of the tool's package, whose content never changes; null for an assembly.</param>
public sealed record DotNetTool(string? Assembly, string? Package)
{
    /// <param name="words">The command: <c>dotnet X.dll …</c>, <c>dotnet exec X.dll …</c>, <c>dotnet tool run name …</c>, <c>dotnet name …</c>.</param>
    /// <param name="packages">The folder of NuGet's packages.</param>
    /// <exception cref="UncacheableException">It is another command, which may run anything.</exception>
    public static DotNetTool Of(IReadOnlyList<string> words, string folder, string? packages)
    {
        var arguments = words.Skip(1).SkipWhile(w => w == "exec").ToList();
        if (arguments.Count > 0 && arguments[0].EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            var assembly = Path.GetFullPath(arguments[0], folder);
            return File.Exists(assembly) ? new DotNetTool(assembly, null) : throw Unknown($"there is no {arguments[0]}");
        }
        var command = arguments is ["tool", "run", var named, ..] ? named : arguments.FirstOrDefault() ?? "";
        return packages is not null && FindPackage(command, folder, packages) is { } package ? new DotNetTool(null, package) : throw Unknown("dotnet " + command);
    }

    private static UncacheableException Unknown(string what) => new(UncacheableReason.ToolUnknown, what);

    // The nearest manifest that has the command, up to one that says it is the last.
    private static string? FindPackage(string command, string folder, string packages)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            foreach (var manifest in new[] { Path.Combine(at, ".config", "dotnet-tools.json"), Path.Combine(at, "dotnet-tools.json") }.Where(File.Exists))
            {
                try
                {
                    using var json = JsonDocument.Parse(File.ReadAllBytes(manifest), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
                    foreach (var tool in json.RootElement.GetProperty("tools").EnumerateObject())
                    {
                        if (tool.Value.GetProperty("commands").EnumerateArray().Any(c => c.GetString() is { } name && (name == command || name == "dotnet-" + command)))
                            return Existing(Path.Combine(packages, tool.Name.ToLowerInvariant(), tool.Value.GetProperty("version").GetString()!.ToLowerInvariant()));
                    }
                    if (json.RootElement.TryGetProperty("isRoot", out var isRoot) && isRoot.ValueKind == JsonValueKind.True)
                        return null;
                }
                catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
                {
                    throw Unknown($"{manifest} can't be understood");
                }
            }
        }
        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
