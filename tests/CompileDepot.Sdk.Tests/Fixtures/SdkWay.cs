namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>How a tree gets the SDK. The plain side of a comparison is always <see cref="None"/>.</summary>
public enum SdkWay
{
    None,

    /// <summary><c>msbuild-sdks</c> in global.json and imports in Directory.Build.props, .targets and Directory.Solution.targets.</summary>
    Repository,

    /// <summary><c>&lt;Sdk Name="CompileDepot.Sdk" Version="…" /&gt;</c> in each project.</summary>
    Element,

    /// <summary><c>Sdk="Microsoft.NET.Sdk;CompileDepot.Sdk/…"</c> in each project.</summary>
    Attribute,
}

/// <summary>Turns a file of a plain tree into the file of the same tree with the SDK added.</summary>
public static class SdkAddition
{
    private const string DotNetSdk = "Sdk=\"Microsoft.NET.Sdk\">";

    /// <summary>Files that every plain tree has, so that nothing above its folder is looked at.</summary>
    public static IReadOnlyDictionary<string, string> EmptyFiles { get; } = new Dictionary<string, string>
    {
        ["Directory.Build.props"] = "<Project>\n</Project>\n",
        ["Directory.Build.targets"] = "<Project>\n</Project>\n",
        ["Directory.Solution.targets"] = "<Project>\n</Project>\n",
        ["global.json"] = "{\n}\n",
        [".editorconfig"] = "root = true\n",
    };

    public static string AddTo(string path, string text, SdkWay way)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        return way switch
        {
            SdkWay.Repository => AddToRepository(path, text),
            SdkWay.Element when IsProject(path) => text.Replace(
                DotNetSdk, $"{DotNetSdk}\n  <Sdk Name=\"CompileDepot.Sdk\" Version=\"{TestRun.SdkVersion}\" />", StringComparison.Ordinal),
            SdkWay.Attribute when IsProject(path) => text.Replace(
                DotNetSdk, $"Sdk=\"Microsoft.NET.Sdk;CompileDepot.Sdk/{TestRun.SdkVersion}\">", StringComparison.Ordinal),
            _ => text,
        };
    }

    public static bool IsProject(string path) => Path.GetExtension(path) is ".csproj" or ".vbproj" or ".fsproj";

    private static string AddToRepository(string path, string text) => path switch
    {
        "global.json" => $$"""{ "msbuild-sdks": { "CompileDepot.Sdk": "{{TestRun.SdkVersion}}" } }""",
        "Directory.Build.props" => Import(text, "Sdk.props"),
        "Directory.Build.targets" => Import(text, "Sdk.targets"),
        "Directory.Solution.targets" => Import(text, "Solution.targets"),
        _ => text,
    };

    private static string Import(string text, string file) =>
        text.Replace("<Project>\n", $"<Project>\n  <Import Project=\"{file}\" Sdk=\"CompileDepot.Sdk\" />\n", StringComparison.Ordinal);
}
