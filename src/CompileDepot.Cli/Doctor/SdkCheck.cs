using System.Diagnostics;

namespace CompileDepot.Cli.Doctor;

/// <summary>The .NET SDK and its MSBuild: CompileDepot works from 10 on.</summary>
internal sealed class SdkCheck : IDoctorCheck
{
    private const string About = "SDK";
    private const int Oldest = 10;

    public IEnumerable<Finding> Examine(Patient patient)
    {
        if (patient.Sdk is not { } sdk)
            return [new Finding(Verdict.Wrong, About, patient.SdkFault.TrimEnd('.'), "Install the .NET SDK 10 or later, or select one in global.json.")];
        var what = $".NET SDK {sdk.Version} with MSBuild {BuildEngine(sdk.Folder)}";
        return int.TryParse(sdk.Version.Split('.')[0], out var major) && major >= Oldest
            ? [Finding.Good(About, what)]
            : [new Finding(Verdict.Wrong, About, $"{what} is too old: CompileDepot is off in it", "Select the .NET SDK 10 or later in global.json.")];
    }

    private static string BuildEngine(string folder) => FileVersionInfo.GetVersionInfo(Path.Combine(folder, "MSBuild.dll")).ProductVersion?.Split('+')[0] ?? "of unknown version";
}
