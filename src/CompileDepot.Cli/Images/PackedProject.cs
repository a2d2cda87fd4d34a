namespace CompileDepot.Cli.Images;

/// <summary>How a project is in an image.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Steps">How many of its compiles and other steps are there.</param>
/// <param name="WhyNotWhole">In words; null where it is.</param>
/// <param name="Missing">What is not there and should be, in words.</param>
internal sealed record PackedProject(string Project, string Framework, string Configuration, string? WhyNotWhole, int Steps, IReadOnlyList<string> Missing)
{
    /// <summary>Whether its build is there as a whole.</summary>
    public bool IsWhole => WhyNotWhole is null;
}
