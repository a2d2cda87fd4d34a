using System.Security.Cryptography;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Tests.Trust;

/// <summary>Keys in real files.</summary>
internal static class KeyFiles
{
    /// <summary>Writes the private half for its owner alone.</summary>
    public static string WritePrivate(this TempFolder folder, string name, string pem)
    {
        var path = folder.Write(name, pem);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>A list that trusts these keys.</summary>
    public static TrustedKeys Trusting(params SigningKey[] keys) => new(keys.SelectMany(k => KeyList.Parse("/list", k.ExportPublic())));

    /// <summary>A key on another curve.</summary>
    public static ECDsa OtherCurve() => ECDsa.Create(ECCurve.NamedCurves.nistP384);
}
