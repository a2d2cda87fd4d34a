using System.Globalization;

namespace CompileDepot.Cli.Evaluating;

/// <summary>
/// The language that <c>dotnet</c> speaks, where a variable asks for another than the system's: it is part of every hash, and a property that the compilers get. The rules are those of the .NET
/// command line (its UILanguageOverride): <c>DOTNET_CLI_UI_LANGUAGE</c> names a culture, else <c>VSLANG</c> its number; what follows is set where it is not set yet.
/// </summary>
internal static class UILanguage
{
    private const string Name = "DOTNET_CLI_UI_LANGUAGE";
    private const string Number = "VSLANG";

    public static void Apply()
    {
        if ((ByName() ?? ByNumber()) is not { } language)
            return;
        CultureInfo.DefaultThreadCurrentUICulture = language;
        CultureInfo.CurrentUICulture = language;
        foreach (var (variable, value) in new[] { (Name, language.Name), (Number, language.LCID.ToString(CultureInfo.InvariantCulture)), ("PreferredUILang", language.Name) })
        {
            if (Environment.GetEnvironmentVariable(variable) is null)
                Environment.SetEnvironmentVariable(variable, value);
        }
    }

    private static CultureInfo? ByName()
    {
        try
        {
            return Environment.GetEnvironmentVariable(Name) is { } name ? new CultureInfo(name) : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    private static CultureInfo? ByNumber()
    {
        try
        {
            return int.TryParse(Environment.GetEnvironmentVariable(Number), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? new CultureInfo(number) : null;
        }
        // CultureNotFoundException is one of these, too.
        catch (ArgumentException)
        {
            return null;
        }
    }
}
