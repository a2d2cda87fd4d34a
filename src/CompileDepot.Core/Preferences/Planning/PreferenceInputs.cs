using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// The state of all files that decide what a project's preferences are. Restores record it, and a build that finds another asks for a restore. It says that something changed, not that it matters.
/// <para>SHA-256 of a line for each file: its path relative to the root, and the SHA-256 of its content or <c>absent</c>. Where no file exists it costs a look for each, and nothing is read twice in a process. Paths of depots
/// are in it, so it means nothing on another machine.</para>
/// </summary>
public static class PreferenceInputs
{
    private const string Absent = "absent";

    // What can't be read is told by the resolution; here it is a state like others.
    private static readonly StampedFiles<string> Contents = new(path =>
    {
        try
        {
            return ContentDigest.Of(File.ReadAllBytes(path)).ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    });

    /// <param name="request">Of the project.</param>
    /// <param name="stackFolder">The folder whose layers decide (<see cref="PlannedBuild.StackFolder"/>), where that is not the project's own; then the files in the project's folder count as well, because they could take it back.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Digest(LayerStackRequest request, string stackFolder = "")
    {
        var stack = stackFolder.Length == 0 ? request : request with { ProjectFolder = stackFolder };
        var files = LayerStack.Candidates(stack, LayerStack.ChosenEnvironment(stack)).Concat([Path.Combine(request.ProjectFolder, PreferenceFile.LocalName), Path.Combine(request.ProjectFolder, PreferenceFile.SharedName)]);
        var text = new StringBuilder(request.Environment).Append('\n');
        foreach (var file in files.Distinct(PathRules.Comparer))
            text.Append(KeyField.Escape(PathRules.Relative(request.Root, file))).Append(' ').Append(Contents.Read(file) ?? Absent).Append('\n');
        return Digest256.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString();
    }
}
