using System.CommandLine;
using CompileDepot.Cli.Output;

namespace CompileDepot.Cli.Commands.Keys;

/// <summary><c>compiledepot keys</c>: who signs, and whose signatures count.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand(Report report, CliEnvironment environment)
        : base("keys", "Makes the keys that sign what builds store, and keeps the lists of those that are trusted.")
    {
        Subcommands.Add(new CreateKeyCommand(report, environment));
        Subcommands.Add(new ListKeysCommand(report, environment));
        Subcommands.Add(new TrustKeyCommand(report, environment));
        Subcommands.Add(new UntrustKeyCommand(report, environment));
    }
}
