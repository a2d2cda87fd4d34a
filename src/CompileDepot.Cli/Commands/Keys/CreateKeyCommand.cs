using System.CommandLine;
using System.Text;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Trust;

namespace CompileDepot.Cli.Commands.Keys;

/// <summary><c>compiledepot keys create</c>.</summary>
internal sealed class CreateKeyCommand : Command
{
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Where to put the private key; otherwise among the user's settings.", HelpName = "FILE" };
    private readonly Option<string?> _public = new("--public") { Description = "Where to put the public key; otherwise beside the private one.", HelpName = "FILE" };
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public CreateKeyCommand(Report report, CliEnvironment environment)
        : base("create", "Makes a pair of keys: a private one that signs, for its owner's eyes alone, and a public one to be trusted. Overwrites nothing.")
    {
        (_report, _environment) = (report, environment);
        Options.Add(_output);
        Options.Add(_public);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var secret = parsed.GetValue(_output) is { } output ? FullPath(output) : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "compiledepot", "signing.pem");
        var open = parsed.GetValue(_public) is { } name ? FullPath(name) : Path.ChangeExtension(secret, ".public.pem");
        foreach (var path in new[] { secret, open }.Where(Path.Exists))
            return _report.Fail(DiagnosticCodes.KeyInTheWay, $"{path} is there already, and a key that is lost can't be had again. Name another file, or move that one away.");
        var key = SigningKey.Create();
        Write(secret, key.ExportPrivate(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(open, key.ExportPublic(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        _report.Line($"Made the key {key.Fingerprint}.");
        _report.Line();
        _report.Line($"private: {secret}");
        _report.Line($"  For the builds that write. Set CompileDepotSigningKey to this path; in CI put the text into a secret variable, and set it to env:NAME. Keep it out of the repository.");
        _report.Line($"public: {open}");
        _report.Line($"  For the builds that read. 'compiledepot keys trust \"{open}\" --into FILE' adds it to a list; set CompileDepotTrustedKeys to that file.");
        return ExitCode.Done;
    }

    private string FullPath(string path) => Path.GetFullPath(path, _environment.CurrentFolder());

    // Made with its rights: there is no moment at which others could open it.
    private static void Write(string path, string text, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }
}
