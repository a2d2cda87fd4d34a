using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Remotes;

/// <summary>One remote depot, as the setting <c>CompileDepotRemote</c> names it: <c>address [read|write] [auth=VARIABLE] [scope=NAME]</c>; several are separated by semicolons.</summary>
/// <param name="Address">Of scheme http, https, file or s3; without credentials.</param>
/// <param name="MayWrite">Whether what is compiled here is sent there.</param>
/// <param name="Auth">Name of the environment variable that holds the value of the header <c>Authorization</c>; null: none.</param>
/// <param name="Scope">What is written goes below <c>scopes/NAME/</c>, and is read there before the rest; null: none.</param>
public sealed record RemoteSetting(Uri Address, bool MayWrite, string? Auth, string? Scope)
{
    private const string Property = "CompileDepotRemote";
    private static readonly string[] Schemes = ["http", "https", "file", "s3"];
    private static readonly string[] QueryOfS3 = ["region", "endpoint"];

    /// <summary>For people; nothing secret is part of an address.</summary>
    public string Place => Address.IsFile ? Address.LocalPath : Address.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <exception cref="SettingsException">CD0095. The message never shows an address that may hold a password.</exception>
    public static IReadOnlyList<RemoteSetting> Parse(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One).DistinctBy(r => (r.Address, r.Scope))];

    private static RemoteSetting One(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var remote = new RemoteSetting(AddressOf(words[0]), false, null, null);
        foreach (var word in words.Skip(1))
        {
            remote = word.Split('=', 2) switch
            {
                ["read"] => remote with { MayWrite = false },
                ["write"] => remote with { MayWrite = true },
                ["auth", var name] when IsName(name) => remote with { Auth = name },
                ["scope", var name] when IsName(name) => remote with { Scope = name },
                // What stands after 'auth=' may be the secret itself.
                [var key, _] => throw Bad($"'{key}=' with a value that is none, behind {remote.Place}: allowed are 'auth=VARIABLE', the name of an environment variable, and 'scope=NAME', of letters, digits, '-', '_' and '.'"),
                _ => throw Bad($"'{word}' behind {remote.Place} is none of read, write, auth=VARIABLE, scope=NAME"),
            };
        }
        if (remote.Auth is not null && !remote.Address.Scheme.StartsWith("http", StringComparison.Ordinal))
            throw Bad($"'auth=' behind {remote.Place}: only HTTP has a header Authorization");
        return remote;
    }

    private static Uri AddressOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !Schemes.Contains(address.Scheme) || !text.Contains("://", StringComparison.Ordinal))
            throw Bad($"'{(text.Contains('@') ? "…" : text)}' is no address that begins with http://, https://, s3:// or file:///");
        if (address.UserInfo.Length > 0)
            throw Bad($"the address of {address.Host} holds a user name: it would be logged. Put credentials into netrc, or into an environment variable that 'auth=' names");
        if (address.IsFile ? address.Host.Length > 0 && !OperatingSystem.IsWindows() : address.Host.Length == 0)
            throw Bad($"'{text}' names {(address.IsFile ? "another machine" : "no host")}");
        if (address.Fragment.Length > 0 || (address.Query.Length > 0 && (address.Scheme != "s3" || QueryNames(address).Except(QueryOfS3).Any())))
            throw Bad($"the address of {address.Host}{address.AbsolutePath} has a part behind '?' or '#' that is not understood: only s3 has '?region=…&endpoint=…'");
        if (address.Query.Length > 0 && QueryNames(address).GroupBy(n => n).FirstOrDefault(g => g.Skip(1).Any())?.Key is { } twice)
            throw Bad($"the address of {address.Host}{address.AbsolutePath} says '{twice}=' more than once");
        return address;
    }

    private static IEnumerable<string> QueryNames(Uri address) => address.Query[1..].Split('&').Select(p => p.Split('=')[0]);

    private static bool IsName(string text) => text.Length is > 0 and <= 100 && text.Trim('.').Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static SettingsException Bad(string what) => new(DiagnosticCodes.BadRemote, $"{Property}: {what}.");
}
