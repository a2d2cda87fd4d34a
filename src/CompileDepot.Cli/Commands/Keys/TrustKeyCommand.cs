using System.CommandLine;
using System.Text;
using CompileDepot.Cli.Output;
using CompileDepot.Core.IO;
using CompileDepot.Core.Trust;

namespace CompileDepot.Cli.Commands.Keys;

/// <summary><c>compiledepot keys trust</c>.</summary>
internal sealed class TrustKeyCommand : Command
{
    private readonly Argument<string> _key = new("public") { Description = "A file with public keys, as 'keys create' makes one." };
    private readonly Option<string> _into = new("--into") { Description = "The list; made if it is not there.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _comment = new("--comment") { Description = "Whose key it is; for people.", HelpName = "TEXT" };
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public TrustKeyCommand(Report report, CliEnvironment environment)
        : base("trust", "Adds a public key to a list of trusted ones. One that is in the list stays as it is.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_key);
        Options.Add(_into);
        Options.Add(_comment);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var list = Path.GetFullPath(parsed.GetValue(_into)!, _environment.CurrentFolder());
        var keys = TrustedKeys.Load([Path.GetFullPath(parsed.GetValue(_key)!, _environment.CurrentFolder())], "The argument").Keys;
        if (keys.Count == 0)
            _report.Line("The file holds no key.");
        var text = File.Exists(list) ? File.ReadAllText(list) : "";
        foreach (var key in keys)
        {
            if (KeyList.Parse(list, text).FirstOrDefault(k => k.Fingerprint == key.Fingerprint) is { } known)
            {
                _report.Line($"{key.Fingerprint} is trusted already: {list}({known.Line}).");
                continue;
            }
            text = KeyList.Add(text, key, parsed.GetValue(_comment) ?? key.Comment);
            AtomicFile.Write(list, Encoding.UTF8.GetBytes(text));
            _report.Line($"{key.Fingerprint} is trusted now, in {list}.");
        }
        return ExitCode.Done;
    }
}
