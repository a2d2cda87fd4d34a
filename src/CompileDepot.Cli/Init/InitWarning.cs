namespace CompileDepot.Cli.Init;

/// <summary>Something in the tree that keeps the SDK from part of it. Never an error: the part may be left out on purpose.</summary>
/// <param name="Code">CD0104 or CD0105.</param>
/// <param name="Path">Full path of the file that is the reason.</param>
/// <param name="Message">What it defeats and what to do; names the path.</param>
internal sealed record InitWarning(string Code, string Path, string Message);
