using CompileDepot.Core.Collecting;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Settings;

/// <summary>The settings that decide where to look and what to do, checked.</summary>
/// <param name="Depots">Full paths; empty: caching is off.</param>
/// <param name="Root">The relocation root.</param>
public sealed record DepotSettings(DepotMode Mode, IReadOnlyList<string> Depots, string Root)
{
    /// <summary>Bytes that the first depot may take (<c>CompileDepotMaxSize</c>); null: no limit.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Whether what a lower depot has is copied into the first.</summary>
    public bool Reshare { get; init; }

    /// <summary>The same where this mode may write what it did not make.</summary>
    public bool Reshares => Reshare && Mode != DepotMode.ReadOnly;

    public bool IsOff => Mode == DepotMode.Off || Depots.Count == 0;

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<RemoteSetting> Remotes { get; init; } = [];

    /// <summary>Signs what is stored; null: it is stored unsigned.</summary>
    public SigningKey? Signer { get; init; }

    /// <summary>Whose signatures count; null: nothing has to be signed.</summary>
    public TrustedKeys? Trusted { get; init; }

    /// <summary>Says of the file of an entry that comes from elsewhere why it is not to be believed (see <see cref="TrustedKeys.Distrust"/>); null: nothing has to be signed.</summary>
    public Func<byte[], string?>? Distrust => Trusted is null ? null : Trusted.Distrust;

    /// <param name="said">Without a path the environment variable counts; without a root it is searched from the project's folder.</param>
    /// <exception cref="SettingsException">CD0001, CD0002, CD0003, CD0004, CD0053, CD0054, CD0085, CD0095 or CD0099.</exception>
    public static DepotSettings Parse(DepotProperties said, string projectFolder) => new(
        DepotModes.Parse(said.Mode),
        said.Path.Length > 0 ? DepotPath.Parse(said.Path, DepotPath.Property) : DepotPath.Parse(Environment.GetEnvironmentVariable(DepotPath.Variable)),
        said.Root.Length == 0 ? RootLocator.Find(projectFolder) : CheckRoot(said.Root))
    {
        MaxSize = said.MaxSize.Length == 0 ? null : CheckSize(said.MaxSize),
        Signer = SigningKey.Parse(said.SigningKey),
        Trusted = TrustedKeys.Parse(said.TrustedKeys),
        Reshare = ParseFlag("CompileDepotReshare", said.Reshare),
        Remotes = RemoteSetting.Parse(said.Remote),
    };

    private static long CheckSize(string text) =>
        CollectOptions.TryParseSize(text, out var bytes)
            ? bytes
            : throw new SettingsException(DiagnosticCodes.BadSize, $"CompileDepotMaxSize is '{text}', which is no size. Write a number and a unit: 20GB, 500M, 1.5GiB; or leave it empty for no limit.");

    private static bool ParseFlag(string name, string value) =>
        value.Length > 0 && (bool.TryParse(value, out var flag) ? flag : throw new SettingsException(DiagnosticCodes.BadBoolean, $"{name} is '{value}', which is neither true nor false. Set one of them, or leave it empty, which means false."));

    private static string CheckRoot(string root) =>
        RootLocator.Said(root) ?? throw new SettingsException(DiagnosticCodes.BadRoot, $"{RootLocator.Property} is '{root}', which is not the absolute path of an existing folder. Name the top folder of the source tree, or leave it empty.");
}
