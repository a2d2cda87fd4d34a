using CompileDepot.Core.IO;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences;

/// <summary>What is wrong in a file of preferences, or with a declaration: to be printed as an error or a warning of the build, at its place.</summary>
/// <param name="Code">One of <see cref="Settings.DiagnosticCodes"/>.</param>
/// <param name="IsError">False: a warning, and the build does what it can be sure of.</param>
/// <param name="File">Full path, or the project's file for a declaration.</param>
/// <param name="Position">Line 0 where the place within the file is not known.</param>
public sealed record PreferenceProblem(string Code, bool IsError, string File, TomlPosition Position, string Message)
{
    /// <summary>As compilers write them, so that editors find the place.</summary>
    public override string ToString() => $"{File}{(Position.Line > 0 ? $"({Position.Line},{Position.Column})" : "")}: {(IsError ? "error" : "warning")} {Code}: {Message}";
}

/// <summary>Where something was said.</summary>
/// <param name="File">Full path.</param>
/// <param name="IsLocal">Whether the file is this machine's own: a local file, or any file of the user's or the system's depot.</param>
public readonly record struct PreferenceOrigin(string File, TomlPosition Position, bool IsLocal)
{
    /// <summary>The file below the root relative to it, with <c>/</c>, and the line: for people.</summary>
    public string Shown(string root)
    {
        var relative = PathRules.Relative(root, File);
        var path = relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathFullyQualified(relative) ? File : relative;
        return Position.Line > 0 ? $"{path}:{Position.Line}" : path;
    }
}
