using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Trust;

namespace CompileDepot.Cli.Commands.Keys;

/// <summary><c>compiledepot keys list</c>.</summary>
internal sealed class ListKeysCommand : Command
{
    private const string Signing = "CompileDepotSigningKey";

    private readonly Option<string[]> _trusted = SharedOptions.TrustedKeys();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public ListKeysCommand(Report report, CliEnvironment environment)
        : base("list", "Lists the keys that are trusted, and says which one signs. Without --trusted-keys the variable CompileDepotTrustedKeys counts; CompileDepotSigningKey says who signs.")
    {
        (_report, _environment) = (report, environment);
        Options.Add(_trusted);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var trusted = SharedOptions.TrustedHere(parsed, _trusted, _environment);
        var signer = SigningKey.Parse(_environment.Variable(Signing) ?? "")?.Fingerprint;
        if (parsed.GetValue(_json))
            _report.Json(new { Signs = signer?.ToString(), Trusted = trusted?.Keys.Select(k => new { Fingerprint = k.Fingerprint.ToString(), k.File, k.Line, k.Comment }) });
        else
            Show(trusted, signer);
        return ExitCode.Done;
    }

    private void Show(TrustedKeys? trusted, Fingerprint? signer)
    {
        if (trusted is null)
            _report.Line("No list of trusted keys is named: nothing has to be signed. Name one with --trusted-keys, or in CompileDepotTrustedKeys.");
        else if (trusted.Keys.Count == 0)
            _report.Line("The list is empty: nobody is trusted.");
        else
            _report.Table(["key", "signs", "comment", "file"], trusted.Keys.Select(k => (string[])[k.Fingerprint.ToString(), k.Fingerprint == signer ? "here" : "", k.Comment, $"{k.File}({k.Line})"]));
        if (signer is null)
            _report.Line($"Nothing is signed here: {Signing} is not set.");
        else if (trusted?.Keys.Any(k => k.Fingerprint == signer) != true)
            _report.Line($"The key {signer} signs here. It is in no list that was named.");
    }
}
