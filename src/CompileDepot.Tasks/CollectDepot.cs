using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Run by <c>Collect.proj</c> in a process of its own, which <see cref="Actions.BackgroundCollection"/> starts: frees what is beyond the limit. What goes wrong is noted in the depot.</summary>
public sealed class CollectDepot : Microsoft.Build.Utilities.Task
{
    /// <summary>Bytes.</summary>
    [Required]
    public long MaxSize { get; set; }

    public override bool Execute()
    {
        if (DepotPath.Parse(Environment.GetEnvironmentVariable(DepotPath.Variable)) is [_, ..] depots)
            AutomaticCollection.Run(new DepotStack(depots), new CollectOptions(DateTimeOffset.UtcNow) { MaxSize = MaxSize });
        return true;
    }
}
