namespace CompileDepot.Core.Actions;

/// <summary>
/// The sources that the SDK generates for assembly attributes: <c>&lt;Project&gt;.AssemblyInfo.cs</c> among the intermediate files, and <c>&lt;Project&gt;.resources.cs</c> beside a satellite
/// assembly. They hold the commit because the SDK put it there.
/// </summary>
internal static class GeneratedAttributes
{
    private static readonly string[] Endings = [".AssemblyInfo.cs", ".AssemblyInfo.vb", ".AssemblyInfo.fs", ".resources.cs"];

    /// <param name="path">Full path of a source.</param>
    /// <param name="intermediate">The folder that the compiler writes the assembly to, with a separator at its end.</param>
    public static bool Is(string path, string intermediate) =>
        Endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) && intermediate.Length > 0 && path.LastIndexOf(Path.DirectorySeparatorChar) == intermediate.Length - 1
        && path.StartsWith(intermediate, StringComparison.Ordinal);
}
