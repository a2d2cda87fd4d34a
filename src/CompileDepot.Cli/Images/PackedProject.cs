namespace CompileDepot.Cli.Images;

/// <summary>How a project is in an image.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="IsWhole">Whether its build is there as a whole.</param>
/// <param name="Steps">How many of its compiles and other steps are there.</param>
/// <param name="Missing">What is not there and should be, in words.</param>
internal sealed record PackedProject(string Project, string Framework, string Configuration, bool IsWhole, int Steps, IReadOnlyList<string> Missing);
