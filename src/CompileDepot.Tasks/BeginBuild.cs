using System.Runtime.CompilerServices;
using CompileDepot.Tasks.Actions;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Notes when the build of a solution began, for <see cref="ReportBuild"/>.</summary>
[MSBuildMultiThreadableTask]
public sealed class BeginBuild : Microsoft.Build.Utilities.Task
{
    public override bool Execute()
    {
        try
        {
            Begin();
        }
        catch (Exception e)
        {
            Log.LogMessage(MessageImportance.Low, $"CompileDepot: no report: {e}");
        }
        return true;
    }

    // By itself: an assembly that can't be loaded is a fault of whoever calls this.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Begin() => BuildUnderWay.Of(BuildEngine4).Begin();
}
