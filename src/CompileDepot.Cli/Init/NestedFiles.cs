using System.IO.Enumeration;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Init;

/// <summary>
/// Finds files below the top folder that hide the ones <c>init</c> writes: MSBuild imports only the nearest <c>Directory.Build.*</c> above a project
/// (the nearest <c>Directory.Solution.*</c> above a solution), and only the nearest <c>global.json</c> is read for SDK versions.
/// </summary>
internal static class NestedFiles
{
    private static readonly string[] BuildFiles = [InitPlan.BuildProps, InitPlan.BuildTargets, InitPlan.SolutionTargets];
    private static readonly string[] SkippedFolders = ["bin", "obj", ".git", "node_modules"];

    // Names are compared as the file system does: on Linux, MSBuild does not see a directory.build.props either.
    private static readonly StringComparison Names = PathRules.NameComparison;

    /// <summary>The warnings for a tree, sorted by path since folders are listed in any order.</summary>
    public static IEnumerable<InitWarning> Find(string folder, string sdkVersion) =>
        Files(folder).Order(StringComparer.Ordinal).Select(path => Judge(path, sdkVersion)).OfType<InitWarning>();

    private static FileSystemEnumerable<string> Files(string folder)
    {
        var top = Path.TrimEndingDirectorySeparator(folder);

        // Links are not followed: they may lead round in circles or out of the tree.
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return new FileSystemEnumerable<string>(top, (ref FileSystemEntry e) => e.ToFullPath(), options)
        {
            ShouldRecursePredicate = (ref FileSystemEntry e) => !Contains(SkippedFolders, e.FileName, StringComparison.OrdinalIgnoreCase),
            ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory && !Path.TrimEndingDirectorySeparator(e.Directory).SequenceEqual(top)
                && (Contains(BuildFiles, e.FileName, Names) || e.FileName.Equals(InitPlan.GlobalJson, Names)),
        };
    }

    private static bool Contains(string[] names, ReadOnlySpan<char> name, StringComparison comparison)
    {
        foreach (var candidate in names)
        {
            if (name.Equals(candidate, comparison))
                return true;
        }

        return false;
    }

    private static InitWarning? Judge(string path, string sdkVersion)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (FileAccess.ReadOrNull(path) is not { } bytes)
                return null;
            if (name.Equals(InitPlan.GlobalJson, Names))
                return JudgeGlobalJson(path, GlobalJsonEditor.PinnedVersion(path, bytes), sdkVersion);
            return ParentImport.IsIn(path, bytes) ? null : new InitWarning(
                DiagnosticCodes.NestedBuildFile, path, $"{path}: MSBuild imports only the nearest {name}, and this one does not import the one above it, so "
                + $"CompileDepot is off below this folder. "
                + $"Add <Import Project=\"$([MSBuild]::GetPathOfFileAbove('{name}', '$(MSBuildThisFileDirectory)../'))\" /> to it.");
        }
        catch (InitException e)
        {
            // Not ours to edit, so no error; the message says what is wrong with it.
            var code = name.Equals(InitPlan.GlobalJson, Names) ? DiagnosticCodes.NestedGlobalJson : DiagnosticCodes.NestedBuildFile;
            return new InitWarning(code, path, $"It is not known whether CompileDepot is on below this file's folder. {e.Fault}");
        }
    }

    private static InitWarning? JudgeGlobalJson(string path, string? pinned, string sdkVersion) => pinned == sdkVersion ? null : new InitWarning(
        DiagnosticCodes.NestedGlobalJson,
        path,
        $"{path}: builds started below this folder read SDK versions here, not in the file above, and it "
        + (pinned is null ? $"has none for {GlobalJsonEditor.SdkName}." : $"has {pinned} of {GlobalJsonEditor.SdkName}, not {sdkVersion}.")
        + $" Add \"msbuild-sdks\": {{ \"{GlobalJsonEditor.SdkName}\": \"{sdkVersion}\" }} to it, or delete it.");
}
