using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;

namespace CompileDepot.Core.Builds;

/// <summary>The root record of one step of one project in one checkout: what it was before this build, and what it is now. Not thread-safe.</summary>
public sealed class RootKeeper(DepotLayout layout, ProjectIdentity project, string step)
{
    /// <summary>Null where none is known.</summary>
    public RootRecord? Former { get; } = RootRecord.Read(layout, project.Root, project.Project, project.Framework, project.Configuration, step);

    /// <summary>Keeps what the step uses now. Never throws for a fault of the depot: one that can't be written keeps no roots, and nobody will collect it either.</summary>
    public void Keep(ActionKey keyText, ActionKey key)
    {
        if (Former?.IsCurrent(keyText, key) == true)
            return;
        try
        {
            new RootRecord(project.Root, project.Project, project.Framework, project.Configuration, step, keyText, key, DateTimeOffset.UtcNow).Write(layout);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
