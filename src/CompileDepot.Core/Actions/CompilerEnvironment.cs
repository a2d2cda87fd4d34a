namespace CompileDepot.Core.Actions;

/// <summary>The environment variables that compilers read: a line of the key text for each that is set; that the others are not set is a fact, too.</summary>
public static class CompilerEnvironment
{
    /// <summary>The kind of these lines.</summary>
    public const string Kind = "environment";

    // Read by csc and vbc (LIB) and by the host that runs them; fsc's own begin with the prefixes below.
    private static readonly string[] Read = ["LIB", "DOTNET_ROLL_FORWARD", "DOTNET_ROLL_FORWARD_TO_PRERELEASE", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"];
    private static readonly string[] FSharpPrefixes = ["FSHARP_", "FSC_"];

    /// <summary>The names of those that are set in this process, in a fixed order.</summary>
    public static IEnumerable<string> Names(bool isFSharp)
    {
        var names = Read.Where(n => Environment.GetEnvironmentVariable(n) is not null);
        return !isFSharp ? names : names.Concat(Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => FSharpPrefixes.Any(p => n.StartsWith(p, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    /// <summary>As <see cref="Names(bool)"/>, for the task that a key text is of; a step that is no compile reads what it declares.</summary>
    public static IEnumerable<string> Names(ReadOnlySpan<char> task) => task is "Csc" or "Vbc" or "Fsc" ? Names(isFSharp: task is "Fsc") : [];
}
