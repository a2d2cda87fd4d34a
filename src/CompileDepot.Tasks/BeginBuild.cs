using CompileDepot.Tasks.Actions;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Notes when the build of a solution began, for <see cref="ReportBuild"/>.</summary>
[MSBuildMultiThreadableTask]
public sealed class BeginBuild : Microsoft.Build.Utilities.Task
{
    public override bool Execute()
    {
        BuildUnderWay.Of(BuildEngine4).Begin();
        return true;
    }
}
