using CompileDepot.Core.IO;

namespace CompileDepot.Core.Collections;

/// <summary>
/// Where contributions are written, for the generator's messages: it searches there for the attribute or the item. No input of the compile, and so not in the file of <see cref="GatheredFile"/>; it stands beside it.
/// <code>
/// {"version":1,"producers":[{"producer":"src/A/A.csproj","project":"/full/src/A/A.csproj","sources":["Routes.cs"]}]}
/// </code>
/// Sources are relative to the project's folder, with <c>/</c>, or full paths; there are none where a project contributes by items alone.
/// <para>History: 1, the first.</para>
/// </summary>
public static class LocationsFile
{
    /// <summary>Its path beside that of a gathered file.</summary>
    public static string PathBeside(string gathered) => Path.ChangeExtension(gathered, ".locations.json");

    /// <param name="contributors">Those without contributions are left out; builds of one project come together.</param>
    /// <param name="root">To which the paths of producers are relative.</param>
    public static byte[] Bytes(IEnumerable<ContributionsFile> contributors, string root) => [.. JsonBytes.Object(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteStartArray("producers");
        foreach (var project in contributors.Where(c => c.Contributions.Count > 0).GroupBy(c => c.Producer.Path).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("producer", project.Key);
            json.WriteString("project", Path.GetFullPath(project.Key, root));
            json.WriteStartArray("sources");
            foreach (var source in project.SelectMany(c => c.Sources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                json.WriteStringValue(source);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }), (byte)'\n'];
}
