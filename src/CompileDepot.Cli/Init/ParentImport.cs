namespace CompileDepot.Cli.Init;

/// <summary>
/// Whether a nested build file hands on to the one above it. Answered from the text, without evaluation, and in doubt with yes: a
/// warning that is wrong teaches people to ignore the right ones.
/// </summary>
internal static class ParentImport
{
    /// <exception cref="InitException">The file is malformed.</exception>
    public static bool IsIn(string path, byte[] file)
    {
        var text = XmlFileText.Decode(path, file).Text;
        var outline = ProjectOutline.Parse(path, text);
        if (outline.SdkImports.Any(i => i.Sdk.Equals(GlobalJsonEditor.SdkName, StringComparison.OrdinalIgnoreCase)))
            return true;

        var elements = ProjectOutline.Load(text).Descendants().ToList();
        var imports = elements.Where(e => e.Name.LocalName == "Import").Select(e => e.Attribute("Project")?.Value ?? "").ToList();
        if (imports.Any(project => SearchesAbove(project) || project.Contains(Path.GetFileName(path), StringComparison.OrdinalIgnoreCase)))
            return true;

        // The usual detour: a property holds the path, and the import names the property.
        return imports.Any(project => project.Contains("$(", StringComparison.Ordinal))
            && elements.Any(e => !e.HasElements && SearchesAbove(e.Value));
    }

    private static bool SearchesAbove(string value) =>
        value.Contains("GetPathOfFileAbove", StringComparison.OrdinalIgnoreCase)
        || value.Contains("GetDirectoryNameOfFileAbove", StringComparison.OrdinalIgnoreCase);
}
