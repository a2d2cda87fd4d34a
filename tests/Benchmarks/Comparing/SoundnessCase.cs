namespace CompileDepot.Benchmarks.Comparing;

/// <summary>What a cache can get wrong (eng/docs/comparison.md), in the order in which they are tried: each starts from the base state, with a cache that holds its build. The last two damage the cache.</summary>
internal enum SoundnessCase
{
    Unchanged,
    Severity,
    PropertyInFile,
    PropertyInEnvironment,
    GeneratorHelper,
    AdditionalFile,
    EmbeddedResource,
    OtherPath,
    EmptyCommit,
    FlippedCache,
    TruncatedCache,
}

internal static class SoundnessCases
{
    public static string Title(this SoundnessCase sound) => sound switch
    {
        SoundnessCase.Unchanged => "nothing changed: warnings, SARIF log, documentation",
        SoundnessCase.Severity => "severity of a warning raised to error in `.editorconfig`",
        SoundnessCase.PropertyInFile => "property that a generator reads, edited in the project file",
        SoundnessCase.PropertyInEnvironment => "property that a generator reads, set by an environment variable",
        SoundnessCase.GeneratorHelper => "a generator's helper assembly changed, same name and version",
        SoundnessCase.AdditionalFile => "additional file edited",
        SoundnessCase.EmbeddedResource => "embedded resource edited",
        SoundnessCase.OtherPath => "another path: `CallerFilePath`, paths in PDBs",
        SoundnessCase.EmptyCommit => "an empty commit later: the commit in the version",
        SoundnessCase.FlippedCache => "one bit flipped in every cached assembly and PDB",
        SoundnessCase.TruncatedCache => "every cached assembly and PDB cut to half",
        _ => throw new ArgumentOutOfRangeException(nameof(sound)),
    };

    /// <summary>Makes the change, in a tree at the base state.</summary>
    public static void Apply(this SoundnessCase sound, SourceTree tree, SoundSample sample)
    {
        switch (sound)
        {
            case SoundnessCase.Severity:
                File.WriteAllText(tree.File(SoundSample.EditorConfig), "root = true\n[*.cs]\ndotnet_diagnostic.CS0168.severity = error\n");
                break;
            case SoundnessCase.PropertyInFile:
                Replace(tree.File(SoundSample.Library), "mild", "sharp");
                break;
            case SoundnessCase.GeneratorHelper:
                sample.PutHelper(tree, "two");
                break;
            case SoundnessCase.AdditionalFile:
                File.WriteAllText(tree.File(SoundSample.Words), "gamma\n");
                break;
            case SoundnessCase.EmbeddedResource:
                File.WriteAllText(tree.File(SoundSample.Data), "other\n");
                break;
            case SoundnessCase.EmptyCommit:
                tree.CommitNothing();
                break;
        }
    }

    /// <summary>Back to the base state.</summary>
    public static void Undo(this SoundnessCase sound, SourceTree tree, SoundSample sample)
    {
        switch (sound)
        {
            case SoundnessCase.Severity:
                File.WriteAllText(tree.File(SoundSample.EditorConfig), "root = true\n");
                break;
            case SoundnessCase.PropertyInFile:
                Replace(tree.File(SoundSample.Library), "sharp", "mild");
                break;
            case SoundnessCase.GeneratorHelper:
                sample.PutHelper(tree, "one");
                break;
            case SoundnessCase.AdditionalFile:
                File.WriteAllText(tree.File(SoundSample.Words), "alpha\n");
                break;
            case SoundnessCase.EmbeddedResource:
                File.WriteAllText(tree.File(SoundSample.Data), "first\n");
                break;
            case SoundnessCase.EmptyCommit:
                tree.ForgetCommits();
                break;
        }
    }

    public static (string, string)? Variable(this SoundnessCase sound) => sound == SoundnessCase.PropertyInEnvironment ? (SoundSample.Variable, "sharp") : null;

    private static void Replace(string path, string old, string replacement) => File.WriteAllText(path, File.ReadAllText(path).Replace(old, replacement, StringComparison.Ordinal));
}
