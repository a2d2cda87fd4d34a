using Microsoft.Build.Framework;
using NuGet.Commands;

namespace CompileDepot.Tasks.Packages;

/// <summary>An item of the restore graph as NuGet reads it: empty metadata is none.</summary>
internal sealed class GraphItem(ITaskItem item) : IMSBuildItem
{
    public string Identity => item.ItemSpec;

    public IReadOnlyList<string> Properties => [.. item.MetadataNames.Cast<string>()];

    public string? GetProperty(string property) => GetProperty(property, trim: true);

    public string? GetProperty(string property, bool trim)
    {
        var value = item.GetMetadata(property);
        if (trim)
            value = value.Trim();
        return value.Length > 0 ? value : null;
    }
}
