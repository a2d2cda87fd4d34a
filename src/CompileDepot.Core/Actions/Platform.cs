namespace CompileDepot.Core.Actions;

/// <summary>What key texts and tree texts call the operating system. Persisted in them.</summary>
public static class Platform
{
    public static string Name { get; } = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux";
}
