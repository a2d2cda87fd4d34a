using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Constants;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>Writes the source with the preferences as typed constants, if it changes.</summary>
[MSBuildMultiThreadableTask]
public sealed class WritePreferenceConstants : PreferenceTask
{
    /// <summary>What evaluation saw (see <see cref="EvaluatedPreference"/>).</summary>
    public ITaskItem[] Preferences { get; set; } = [];

    public ITaskItem[] Declared { get; set; } = [];

    /// <summary><c>RootNamespace</c>.</summary>
    public string Namespace { get; set; } = "";

    /// <summary><c>C#</c>, <c>VB</c> or <c>F#</c>.</summary>
    [Required]
    public string Language { get; set; } = "";

    /// <summary>Relative to the project.</summary>
    [Required]
    public string File { get; set; } = "";

    private protected override void Run()
    {
        var effective = EvaluatedPreference.Observed(Preferences, Declared).ToDictionary(p => p.Name, p => p.EffectiveValue, StringComparer.Ordinal);
        var declarations = PreferenceDeclaration.ReadAll(Declared.Select(Read), "", []);
        var text = PreferenceConstants.Source(
            Language switch { "VB" => ConstantLanguage.VisualBasic, "F#" => ConstantLanguage.FSharp, _ => ConstantLanguage.CSharp },
            Namespace,
            [.. declarations.Select(d => new PreferenceConstant(d.Name, d.Type, effective.GetValueOrDefault(d.Name), d.Description))]);
        var path = Path.GetFullPath(File, Path.GetDirectoryName(ProjectFile)!);
        AtomicFile.WriteIfChanged(path, Encoding.UTF8.GetBytes(text));
    }
}
