using System.Text;

namespace CompileDepot.Core.Remotes;

/// <summary>The value of the header <c>Authorization</c> for an HTTP remote. It is in no message, and has no <c>ToString</c>.</summary>
internal sealed class RemoteCredentials
{
    private RemoteCredentials(string? header, bool isMissing) => (Header, IsMissing) = (header, isMissing);

    /// <summary>Null: none is sent.</summary>
    public string? Header { get; }

    /// <summary>The variable that should hold it is not set. Then nothing is written either: so pull requests of forks, which are given no secrets, only read.</summary>
    public bool IsMissing { get; }

    /// <summary>From the variable that the setting names; else from netrc.</summary>
    public static RemoteCredentials Of(RemoteSetting setting)
    {
        if (setting.Auth is { } variable)
        {
            var value = Environment.GetEnvironmentVariable(variable)?.Trim() ?? "";
            // .NET throws for such a header, and says what is in it.
            return value.Length > 0 && !value.Any(char.IsControl) ? new RemoteCredentials(value, false) : new RemoteCredentials(null, true);
        }
        return Netrc.Find(setting.Address.Host) is var (user, password)
            ? new RemoteCredentials("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")), false)
            : new RemoteCredentials(null, false);
    }
}
