using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// The file <c>&lt;project&gt;.compiledepot[.&lt;key&gt;].g.props</c> of one build of a project: the preferences as properties and as items, and for a variant its own folders. MSBuild imports it before the body of the
/// project; each file counts in the build that it is for alone.
/// </summary>
internal static class PreferencePropsText
{
    private const string Objects = "BaseIntermediateOutputPath";
    private const string Binaries = "BaseOutputPath";

    public static string Of(PlannedBuild build, string inputs)
    {
        using var xml = new MSBuildXml();
        var condition = $"'$({PreferencePlanFiles.VariantProperty})' == '{build.Key}'";
        using (xml.Element("PropertyGroup", ("Condition", condition)))
        {
            if (build.Key.Length > 0)
                Folders(xml, $"variants/{build.Key}/");
            xml.Value("_CompileDepotPreferenceFolder", MSBuildXml.Literal(build.StackFolder));
            xml.Value("_CompileDepotPreferenceInputs", inputs);
            foreach (var preference in build.Resolution.Preferences)
                xml.Value(preference.Declaration.Property, preference.PropertyText);
        }
        if (build.Resolution.Preferences.Count > 0)
        {
            using (xml.Element("ItemGroup", ("Condition", condition)))
            {
                foreach (var preference in build.Resolution.Preferences)
                    Item(xml, build.Resolution, preference);
            }
        }
        return xml.Finish();
    }

    /// <summary>
    /// A variant has folders below those of the project's own build, and does not compile what lies in those. What a project sets in its body comes later and wins: whoever sets <c>OutputPath</c> to a fixed folder has one for
    /// all variants.
    /// </summary>
    private static void Folders(MSBuildXml xml, string variant)
    {
        xml.Value(Binaries, "$([MSBuild]::EnsureTrailingSlash('$(ArtifactsPath)'))bin/", $"'$({Binaries})' == '' and '$(UseArtifactsOutput)' == 'true' and '$(IncludeProjectNameInArtifactsPaths)' != 'true'");
        xml.Value(Binaries, "$([MSBuild]::EnsureTrailingSlash('$(ArtifactsPath)'))bin/$(ArtifactsProjectName)/", $"'$({Binaries})' == '' and '$(UseArtifactsOutput)' == 'true'");
        xml.Value(Binaries, "bin/", $"'$({Binaries})' == ''");
        xml.Value(Binaries, $"$([MSBuild]::EnsureTrailingSlash('$({Binaries})'))");
        xml.Value("DefaultItemExcludes", $"$(DefaultItemExcludes);$({Binaries})**;$({Objects})**");
        xml.Value(Binaries, $"$({Binaries}){variant}");
        xml.Value(Objects, $"$({Objects}){variant}");
        // Else MSBuild warns that the property changed too late (MSB3539): nothing has read it yet, but to find this file.
        xml.Value("_Initial" + Objects, $"$({Objects})");
    }

    private static void Item(MSBuildXml xml, PreferenceResolution resolution, ResolvedPreference preference)
    {
        using (xml.Element("_CompileDepotPreference", ("Include", preference.Declaration.Name)))
        {
            xml.Value("Package", MSBuildXml.Literal(resolution.Query.Package));
            xml.Value("Type", preference.Declaration.Type.Name);
            xml.Value("Answer", preference.Value is { } value ? MSBuildXml.Literal(PreferenceText.Typed(value)) : "unset");
            xml.Value("Effective", preference.Effective is { } effective ? MSBuildXml.Literal(PreferenceText.Typed(effective)) : "");
            xml.Value("Place", preference.Value is null ? "" : MSBuildXml.Literal(preference.Origin.Shown(resolution.Stack.Root)));
        }
    }
}
