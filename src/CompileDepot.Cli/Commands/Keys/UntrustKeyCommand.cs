using System.CommandLine;
using System.Text;
using CompileDepot.Cli.Output;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Trust;

namespace CompileDepot.Cli.Commands.Keys;

/// <summary><c>compiledepot keys untrust</c>.</summary>
internal sealed class UntrustKeyCommand : Command
{
    // Of 64 characters: two keys of one list do not begin alike by chance.
    private const int ShortestBeginning = 8;

    private readonly Argument<string> _key = new("fingerprint") { Description = $"The key, as 'keys list' shows it, or the beginning of it: {ShortestBeginning} characters at least." };
    private readonly Option<string> _from = new("--from") { Description = "The list.", HelpName = "FILE", Required = true };
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public UntrustKeyCommand(Report report, CliEnvironment environment)
        : base("untrust", "Takes a key out of a list of trusted ones. What it signed is compiled anew by those who go by the list.")
    {
        (_report, _environment) = (report, environment);
        _key.Validators.Add(result =>
        {
            foreach (var wrong in result.Tokens.Where(t => t.Value.Length < ShortestBeginning || !t.Value.All(char.IsAsciiHexDigit)))
                result.AddError($"The fingerprint is '{wrong.Value}'. Write {ShortestBeginning} to {Fingerprint.Length} hexadecimal characters.");
        });
        Arguments.Add(_key);
        Options.Add(_from);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var list = Path.GetFullPath(parsed.GetValue(_from)!, _environment.CurrentFolder());
        var beginning = parsed.GetValue(_key)!.ToLowerInvariant();
        var text = File.ReadAllText(list);
        var found = KeyList.Parse(list, text).Where(k => k.Fingerprint.ToString().StartsWith(beginning, StringComparison.Ordinal)).ToList();
        if (found.DistinctBy(k => k.Fingerprint).Count() != 1)
            return _report.Fail(DiagnosticCodes.UnknownKey, $"{list} has {(found.Count == 0 ? "no key" : "several keys")} whose fingerprint begins with {beginning}. 'compiledepot keys list --trusted-keys' shows what it has.");
        // From the end, so that the lines of the others stay what they are. One that stands there twice goes twice.
        foreach (var key in found.OrderByDescending(k => k.Line))
            text = KeyList.Remove(text, key);
        AtomicFile.Write(list, Encoding.UTF8.GetBytes(text));
        _report.Line($"{found[0].Fingerprint} is not trusted any more by {list}.");
        return ExitCode.Done;
    }
}
