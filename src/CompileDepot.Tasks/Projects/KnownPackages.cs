namespace CompileDepot.Tasks.Projects;

/// <summary>Packages whose targets a depot can stand in for: what they do in a build follows from properties and items, and what they write is among the build's own files.</summary>
internal static class KnownPackages
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        // Sets properties, and copies or compiles an entry point that lies in the package.
        "microsoft.net.test.sdk",
        "microsoft.testplatform.testhost",
        // Adds items to copy.
        "microsoft.codecoverage",
        "coverlet.collector",
        "xunit.core",
        "xunit.runner.visualstudio",
        "nunit3testadapter",
        "mstest.testadapter",
        "mstest.testframework",
        "mstest.analyzers",
        // Writes sources from properties into the intermediate folder, and compiles them.
        "microsoft.testing.platform.msbuild",
        "microsoft.testing.extensions.telemetry",
        "microsoft.testing.extensions.trxreport",
        // Add analyzers, and remove some by properties.
        "microsoft.codeanalysis.analyzers",
        "microsoft.codeanalysis.netanalyzers",
        "stylecop.analyzers",
        // As in the SDK: the repository's facts are part of the hash.
        "microsoft.build.tasks.git",
        "microsoft.sourcelink.common",
        "microsoft.sourcelink.github",
        "microsoft.sourcelink.gitlab",
        "microsoft.sourcelink.azurerepos.git",
        "microsoft.sourcelink.bitbucket.git",
        // We.
        "compiledepot.sdk",
    };

    // Parts of the SDK that a library or console project uses. What others do (web assets, desktop markup, devices) was not looked at.
    private static readonly string[] SdkParts =
        ["Microsoft.NET.Sdk/", "Microsoft.NET.Sdk.Publish/", "Microsoft.NET.Sdk.WindowsDesktop/", "Microsoft.Build.Tasks.Git/", "Microsoft.SourceLink.", "NuGet.Build.Tasks.Pack/"];

    /// <param name="path">Full path of a file of targets.</param>
    /// <param name="dotnet">Folder of the .NET installation, with a separator at its end.</param>
    /// <param name="packages">Folder of the package cache, with a separator at its end.</param>
    public static bool Owns(string path, string dotnet, string packages)
    {
        if (path.StartsWith(packages, StringComparison.Ordinal) && packages.Length > 1)
            return Names.Contains(path[packages.Length..].Split('/', '\\')[0]);
        if (!path.StartsWith(dotnet, StringComparison.Ordinal) || dotnet.Length <= 1)
            return false;
        // From the separator on, at which the installation's own folder ends.
        path = path[(dotnet.Length - 1)..].Replace('\\', '/');
        var sdks = path.IndexOf("/Sdks/", StringComparison.Ordinal);
        return sdks < 0 ? !path.Contains("/packs/", StringComparison.Ordinal) : SdkParts.Any(p => path.AsSpan(sdks + 6).StartsWith(p, StringComparison.Ordinal));
    }
}
