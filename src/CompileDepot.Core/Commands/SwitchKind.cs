namespace CompileDepot.Core.Commands;

/// <summary>What the value of a compiler switch means for the result.</summary>
public enum SwitchKind
{
    /// <summary>Text that enters the key as it is; if it names an existing file, the file's content enters too. Every switch that we do not know is one of these.</summary>
    Option,

    /// <summary>Text that enters the key as it is, and is known to name no file.</summary>
    Plain,

    /// <summary>Files separated by <c>,</c> or <c>;</c> whose contents count.</summary>
    InputFiles,

    /// <summary><c>[alias=]file</c>, or files separated by <c>,</c> or <c>;</c>.</summary>
    Reference,

    /// <summary><c>file[,name[,visibility]]</c>.</summary>
    Resource,

    /// <summary>Analyzers and generators: the file, and the assemblies beside it that it may load.</summary>
    Analyzer,

    /// <summary>A rule set: the file, and those that it includes.</summary>
    RuleSet,

    /// <summary>Text that may carry the root's path; digested with the path replaced by its token.</summary>
    RootedText,

    /// <summary>A file that the compiler writes.</summary>
    OutputFile,

    /// <summary><c>file[,version=…]</c> that the compiler writes; a <c>;</c> will do for the comma.</summary>
    ErrorLog,

    /// <summary>A folder that the compiler writes into.</summary>
    OutputFolder,

    /// <summary>A folder whose assemblies count, whichever of them the compiler takes.</summary>
    AssemblyFolder,

    /// <summary>Folders in which references are searched: the references found count, not the folders.</summary>
    SearchFolders,

    /// <summary>No effect on what we record: verbosity of banners, identity of the session.</summary>
    Ignored,

    /// <summary>Makes a part of the result that no key can describe (timings, a key container, other processes).</summary>
    Uncacheable,
}
