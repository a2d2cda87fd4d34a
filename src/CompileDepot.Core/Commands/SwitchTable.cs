using CompileDepot.Core.Effects;

namespace CompileDepot.Core.Commands;

/// <summary>
/// The switches that need more than to be kept as text, by the names that the compilers document (<c>csc -help</c>, <c>vbc -help</c>, <c>fsc --help</c>) and those that
/// their sources accept beside. A switch that is missing here is an <see cref="SwitchKind.Option"/>, so that a new one is safe until somebody looks at it.
/// </summary>
public static class SwitchTable
{
    private static readonly Dictionary<string, SwitchRule> Roslyn = Table(
        (SwitchKind.Reference, ["reference", "r", "link", "l", "addmodule"]),
        (SwitchKind.InputFiles, ["additionalfile", "embed", "win32res", "win32resource", "win32icon", "win32manifest", "keyfile", "appconfig", "vbruntime"]),
        (SwitchKind.RootedText, ["analyzerconfig", "sourcelink"]),
        (SwitchKind.Resource, ["resource", "res", "linkresource", "linkres"]),
        (SwitchKind.Analyzer, ["analyzer", "a"]),
        (SwitchKind.RuleSet, ["ruleset"]),
        (SwitchKind.SearchFolders, ["lib", "libpath", "libpaths"]),
        (SwitchKind.AssemblyFolder, ["sdkpath"]),
        (SwitchKind.Plain, ["baseaddress", "checked", "checksumalgorithm", "codepage", "d", "debug", "define", "delaysign", "deterministic", "errorendlocation", "filealign",
            "fullpaths", "highentropyva", "imports", "langversion", "main", "moduleassemblyname", "modulename", "noconfig", "nosdkpath", "nostdlib", "nowarn", "nowin32manifest",
            "nullable", "o", "optimize", "optioncompare", "optionexplicit", "optioninfer", "optionstrict", "platform", "preferreduilang", "publicsign", "refonly", "removeintchecks",
            "rootnamespace", "runtimemetadataversion", "skipanalyzers", "subsystemversion", "t", "target", "unsafe", "utf8output", "w", "warn", "warnaserror"]),
        (SwitchKind.Ignored, ["nologo", "sqmsessionguid", "errorreport", "parallel", "p", "shared", "keepalive"]),
        (SwitchKind.Uncacheable, ["keycontainer", "recurse", "reportanalyzer", "reportivts", "bugreport", "touchedfiles"]))
        .With("out", SwitchKind.OutputFile, OutputRole.Assembly)
        .With("refout", SwitchKind.OutputFile, OutputRole.ReferenceAssembly)
        .With("pdb", SwitchKind.OutputFile, OutputRole.Pdb)
        .With("doc", SwitchKind.OutputFile, OutputRole.Documentation)
        .With("errorlog", SwitchKind.ErrorLog, OutputRole.ErrorLog)
        .With("generatedfilesout", SwitchKind.OutputFolder, OutputRole.GeneratedSource);

    private static readonly Dictionary<string, SwitchRule> FSharp = Table(
        (SwitchKind.Reference, ["reference", "r"]),
        (SwitchKind.InputFiles, ["embed", "keyfile", "win32res", "win32icon", "win32manifest", "versionfile"]),
        (SwitchKind.RootedText, ["sourcelink"]),
        (SwitchKind.Resource, ["resource", "linkresource"]),
        (SwitchKind.SearchFolders, ["lib", "I"]),
        (SwitchKind.Plain, ["baseaddress", "checksumalgorithm", "codepage", "crossoptimize", "d", "debug", "define", "delaysign", "deterministic", "flaterrors", "fullpaths", "g",
            "highentropyva", "langversion", "nocopyfsharpcore", "noframework", "nowarn", "optimize", "platform", "preferreduilang", "publicsign", "simpleresolution",
            "subsystemversion", "tailcalls", "target", "targetprofile", "utf8output", "warn", "warnaserror", "warnon"]),
        (SwitchKind.Ignored, ["nologo", "parallelcompilation"]),
        (SwitchKind.Uncacheable, ["keycontainer", "times", "compilertool", "load", "use", "staticlink", "standalone", "allsigs"]))
        .With("out", SwitchKind.OutputFile, OutputRole.Assembly)
        .With("o", SwitchKind.OutputFile, OutputRole.Assembly)
        .With("refout", SwitchKind.OutputFile, OutputRole.ReferenceAssembly)
        .With("pdb", SwitchKind.OutputFile, OutputRole.Pdb)
        .With("doc", SwitchKind.OutputFile, OutputRole.Documentation)
        .With("sig", SwitchKind.OutputFile, OutputRole.Signature);

    /// <summary>The rule for a switch; names of C# and Visual Basic ignore case, F#'s do not.</summary>
    public static SwitchRule Find(CompilerKind compiler, string name) =>
        compiler == CompilerKind.FSharp
            ? FSharp.GetValueOrDefault(name.TrimEnd('+', '-'), SwitchRule.Option)
            : Roslyn.GetValueOrDefault(name.ToLowerInvariant().TrimEnd('+', '-'), SwitchRule.Option);

    private static Dictionary<string, SwitchRule> Table(params (SwitchKind Kind, string[] Names)[] rows) =>
        rows.SelectMany(row => row.Names.Select(name => (name, row.Kind))).ToDictionary(p => p.name, p => new SwitchRule(p.Kind, default), StringComparer.Ordinal);

    private static Dictionary<string, SwitchRule> With(this Dictionary<string, SwitchRule> table, string name, SwitchKind kind, OutputRole role)
    {
        table.Add(name, new SwitchRule(kind, role));
        return table;
    }
}

/// <summary>What a switch means, and what it writes where it writes.</summary>
/// <param name="Role">Meaningful for the output kinds alone.</param>
public readonly record struct SwitchRule(SwitchKind Kind, OutputRole Role)
{
    public static SwitchRule Option => new(SwitchKind.Option, default);
}
