using CompileDepot.Cli.Evaluating;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Preferences;

/// <summary>Finds how a project of this tree declares a preference, for the type of a value that a person types. Where it can't be told, the value is taken as it looks.</summary>
internal static class DeclarationFinder
{
    /// <param name="root">Full path of the source tree.</param>
    /// <returns>Null: no project file has that name, or several have, or it can't be evaluated, or it does not declare the preference.</returns>
    public static PreferenceDeclaration? Find(string package, string name, string root)
    {
        if (ProjectFiles.Below(root, package).Take(2).ToList() is not [var file])
            return null;
        try
        {
            return PreferenceProjects.One(new EvaluationRequest(file, [], false, [])).SelectMany(p => p.Preferences.Query.Declarations).FirstOrDefault(d => d.Name == name);
        }
        catch (Exception e) when (e is CommandException or SettingsException or IOException or UnauthorizedAccessException)
        {
            // The build will say what is wrong with the project; the edit can be made all the same.
            return null;
        }
    }
}
