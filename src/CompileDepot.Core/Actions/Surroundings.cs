using System.Globalization;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Actions;

/// <summary>What key texts and tree texts say of the machine and the process: written and compared here and nowhere else. Persisted.</summary>
public static partial class Surroundings
{
    private static readonly string System = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux";

    // Roslyn reads sources that are not UTF-8 by it; elsewhere it takes them for Latin 1.
    private static readonly string? CodePage = OperatingSystem.IsWindows() ? GetACP().ToString(CultureInfo.InvariantCulture) : null;

    public static void Write(FactText text)
    {
        text.Add("platform", System, RuntimeInformation.OSArchitecture.ToString());
        text.Add("runtime", RuntimeInformation.FrameworkDescription);
        // The compiler takes its messages from the one; generators are known to format numbers with the other.
        text.Add("culture", CultureInfo.CurrentUICulture.Name, CultureInfo.CurrentCulture.Name);
        if (CodePage is not null)
            text.Add("codepage", CodePage);
    }

    /// <summary>Whether a line that <see cref="Write"/> wrote holds here.</summary>
    /// <param name="fields">As they stand in the text.</param>
    /// <returns>Null for a line of another kind.</returns>
    public static bool? Holds(ReadOnlySpan<char> kind, ReadOnlySpan<char> fields) => kind switch
    {
        "platform" => fields.SequenceEqual($"{System} {RuntimeInformation.OSArchitecture}"),
        "runtime" => KeyField.Unescape(fields.ToString()) == RuntimeInformation.FrameworkDescription,
        "culture" => fields.SequenceEqual($"{KeyField.Escape(CultureInfo.CurrentUICulture.Name)} {KeyField.Escape(CultureInfo.CurrentCulture.Name)}"),
        "codepage" => CodePage is not null && fields.SequenceEqual(CodePage),
        _ => null,
    };

    [LibraryImport("kernel32")]
    private static partial uint GetACP();
}
