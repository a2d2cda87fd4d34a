namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>The solutions of <c>tests/assets/collections</c>, which the documentation quotes: copied into a tree, built there, run.</summary>
public static class CollectionSample
{
    public static Workspace Load(Workspace workspace, string name)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var folder = Path.Combine(TestRun.RepositoryFolder(), "tests", "assets", "collections", name);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            // Somebody may have built it in its place.
            if (!path.Split('/').Any(part => part is "bin" or "obj"))
                workspace.Tree.Write(Path.GetExtension(path) == ".slnx" ? "All.slnx" : path, File.ReadAllText(file));
        }
        return workspace;
    }

    /// <summary>What the application prints, without the end of its last line.</summary>
    public static string Run(Workspace workspace, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var outcome = DotNet.Run(new DotNetCall { Arguments = [workspace.Tree.PathOf("App/bin/Debug/net10.0/App.dll"), .. arguments], WorkingFolder = workspace.Tree.Root });
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        return outcome.Output.ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
