namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// The file <c>&lt;project&gt;.compiledepot[.&lt;key&gt;].g.targets</c> of one build of a project: which variants its references are built in. MSBuild imports it after the body of the project. It says so twice: where
/// references are evaluated, which graph builds read, and after the SDK has added those to what is referenced indirectly.
/// <para>A build in a variant hands its global properties down: there, each reference that has no variant of its own loses ours. That holds also for references that the restore did not know.</para>
/// </summary>
internal static class PreferenceTargetsText
{
    private const string Variant = PreferencePlanFiles.VariantProperty;
    private const string Added = "AdditionalProperties";
    private const string Removed = "GlobalPropertiesToRemove";

    // Metadata of a reference: its variant, or that it has none. A reference either adds the property or removes it, because graph builds remove what they added.
    private const string Decided = "_CompileDepotVariant";
    private const string None = "none";

    public static string Of(PlannedBuild build)
    {
        using var xml = new MSBuildXml();
        var condition = $"'$({Variant})' == '{build.Key}'";
        using (xml.Element("ItemGroup", ("Condition", condition)))
            Evaluated(xml, build);
        // A name for each file, because of targets of one name only the last counts, whatever its condition.
        using (xml.Element("Target", ("Name", "_CompileDepotVaryReferences" + (build.Key.Length > 0 ? "_" + build.Key : "")), ("AfterTargets", "IncludeTransitiveProjectReferences"), ("Condition", condition)))
        {
            using (xml.Element("ItemGroup"))
                Building(xml, build);
        }
        return xml.Finish();
    }

    private static void Evaluated(MSBuildXml xml, PlannedBuild build)
    {
        using (xml.Element("ProjectReference", ("Update", "@(ProjectReference)")))
        {
            xml.Value(Decided, None);
            foreach (var reference in build.References)
                xml.Value(Decided, reference.Key, $"'%(FullPath)' == '{MSBuildXml.Literal(reference.File)}'");
            xml.Value(Added, $"{Variant}=%({Decided});%({Added})", $"'%({Decided})' != '{None}'");
            if (build.Key.Length > 0)
                xml.Value(Removed, $"%({Removed});{Variant}", $"'%({Decided})' == '{None}'");
        }
    }

    /// <summary>What was decided by the evaluation is not decided again.</summary>
    private static void Building(MSBuildXml xml, PlannedBuild build)
    {
        const string Undecided = $"'%(ProjectReference.{Decided})' == ''";
        foreach (var reference in build.References)
        {
            using (xml.Element("ProjectReference", ("Condition", $"{Undecided} and '%(ProjectReference.FullPath)' == '{MSBuildXml.Literal(reference.File)}'")))
            {
                xml.Value(Decided, reference.Key);
                xml.Value(Added, $"{Variant}={reference.Key};%(ProjectReference.{Added})");
            }
        }
        if (build.Key.Length > 0)
        {
            using (xml.Element("ProjectReference", ("Condition", Undecided)))
            {
                xml.Value(Decided, None);
                xml.Value(Removed, $"%(ProjectReference.{Removed});{Variant}");
            }
        }
    }
}
