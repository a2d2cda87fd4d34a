namespace CompileDepot.Generators.Tests;

/// <summary>A gathered file, with its lines as arguments and <c>|</c> for tabs.</summary>
internal static class GatheredText
{
    public static string Of(params string[] lines) => string.Join("\n", ["CompileDepot gathered 1", "self|src/App/App.csproj", .. lines, ""]).Replace('|', '\t');
}
