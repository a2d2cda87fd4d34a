using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Init;

/// <summary>
/// Why <c>init</c> stopped. It is thrown while planning wherever that is possible, so that a tree is never left half edited.
/// The message names the file, the place in it (from 1) and the remedy; <see cref="Code"/> names the page.
/// </summary>
internal sealed class InitException : Exception
{

    private InitException(string code, string file, int line, int column, string fault, string remedy, Exception? inner)
        : base(fault + remedy, inner) => (Code, File, Line, Column, Fault) = (code, file, line, column, fault);

    public string Code { get; }

    public string File { get; }

    /// <summary>Line of the fault, from 1; 0 where the whole file is meant.</summary>
    public int Line { get; }

    /// <summary>Column of the fault in UTF-16 units, from 1; 0 where the whole file is meant.</summary>
    public int Column { get; }

    /// <summary>The message without the remedy, for where the file is not one that we edit.</summary>
    public string Fault { get; }

    public static InitException AtPlace(string code, string file, int line, int column, string what, Exception? inner = null) =>
        new(code, file, line, column, $"{file}({line},{column}): {what}", " Nothing was changed: correct the file, then run this again.", inner);

    public static InitException OfFile(string file, string what, Exception? inner = null) =>
        new(DiagnosticCodes.InaccessibleFile, file, 0, 0, $"{file}: {what}", "", inner);
}
