using System.CommandLine;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Core.Images;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Trust;

namespace CompileDepot.Cli.Commands;

/// <summary>Options that several commands have, and what they stand for.</summary>
internal static class SharedOptions
{
    private const string DepotName = "--depot";

    public static Option<string?> Depot() => new(DepotName)
    {
        Description = $"The depots to look into, in the form of {DepotPath.Variable}, which counts otherwise.",
        HelpName = "PATH",
    };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON." };

    public static Option<string[]> TrustedKeys() => new("--trusted-keys")
    {
        Description = "Files with the public keys whose signatures count.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The keys that the option names; null where it is not there.</summary>
    /// <exception cref="SettingsException">CD0053.</exception>
    public static TrustedKeys? TrustedKeys(ParseResult parsed, Option<string[]> option, CliEnvironment environment) =>
        parsed.GetResult(option) is not null ? Core.Trust.TrustedKeys.Load((parsed.GetValue(option) ?? []).Select(f => Path.GetFullPath(f, environment.CurrentFolder())), option.Name) : null;

    /// <summary>Those, or else the keys that builds trust here; null: nothing has to be signed.</summary>
    /// <exception cref="SettingsException">CD0053.</exception>
    public static TrustedKeys? TrustedHere(ParseResult parsed, Option<string[]> option, CliEnvironment environment) =>
        TrustedKeys(parsed, option, environment) ?? Core.Trust.TrustedKeys.Parse(environment.Variable("CompileDepotTrustedKeys") ?? "");

    /// <summary>An image as it is trusted here.</summary>
    /// <param name="path">Relative to the current folder.</param>
    /// <exception cref="SettingsException">CD0053.</exception>
    public static DepotImage Image(string path, ParseResult parsed, Option<string[]> trusted, CliEnvironment environment) =>
        new(Path.GetFullPath(path, environment.CurrentFolder())) { Distrust = TrustedHere(parsed, trusted, environment) is { } keys ? keys.Distrust : _ => null };

    public static Option<string?> Root() => new("--root")
    {
        Description = "The root of the source tree; otherwise the one around the current folder.",
        HelpName = "DIR",
    };

    public static Option<string> Output() => new("--output", "-o") { Description = "The file to write, which is called *.cdi by custom; one that is there is replaced.", HelpName = "FILE", Required = true };

    public static Option<string[]> Configurations() => new("--configuration", "-c") { Description = "A configuration, otherwise the one that a build takes. May be repeated.", HelpName = "NAME" };

    public static Option<string?> Configuration() => new("--configuration", "-c") { Description = "The configuration; otherwise the one that a build takes.", HelpName = "NAME" };

    /// <summary>Every configuration, for a command that has <see cref="Configurations"/>, too: it is one or the other.</summary>
    public static Option<bool> AllConfigurations(Command command, Option<string[]> configurations)
    {
        var all = new Option<bool>("--all-configurations") { Description = "Every configuration of the solution or project." };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) && result.GetValue(configurations) is { Length: > 0 })
                result.AddError($"--configuration and {all.Name} exclude each other. Give one of them.");
        });
        return all;
    }

    public static Argument<string?> Entry() => new("project") { Description = "A project or solution, or the folder of one; otherwise the one in the current folder.", Arity = ArgumentArity.ZeroOrOne };

    public static Option<int?> Build()
    {
        var option = new Option<int?>("--build") { Description = "Which build of the tree: 1 is the last, 2 the one before.", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
                result.AddError($"{option.Name} is '{token.Value}'. Count from 1, which is the last build.");
        });
        return option;
    }

    public static Option<string[]> Properties()
    {
        var option = new Option<string[]>("--property", "-p") { Description = "A property of the build. May be repeated.", HelpName = "NAME=VALUE" };
        option.Validators.Add(result =>
        {
            foreach (var wrong in result.Tokens.SelectMany(t => ResponseFile.Pairs(t.Value).DefaultIfEmpty(t.Value)).Where(p => p.IndexOf('=') <= 0))
                result.AddError($"-p is '{wrong}'. Write it NAME=VALUE, and a value with ; or , in double quotes of its own.");
        });
        return option;
    }

    /// <summary>What <see cref="Properties()"/> holds, taken apart as MSBuild does: one option may set several.</summary>
    public static IReadOnlyList<(string Name, string Value)> Properties(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(ResponseFile.Pairs).Select(p => (p[..p.IndexOf('=')], p[(p.IndexOf('=') + 1)..]))];

    /// <summary>What to evaluate.</summary>
    /// <param name="entry">Full path of a project or solution.</param>
    public static EvaluationRequest Request(ParseResult parsed, string entry, Option<string?> configuration, Option<string[]> properties) =>
        new(entry, parsed.GetValue(configuration) is { } name ? [name] : [], false, Properties(parsed, properties));

    /// <inheritdoc cref="Request(ParseResult, string, Option{string?}, Option{string[]})"/>
    public static EvaluationRequest Request(ParseResult parsed, string entry, Option<string[]> configurations, Option<bool> all, Option<string[]> properties) =>
        new(entry, parsed.GetValue(configurations) ?? [], parsed.GetValue(all), Properties(parsed, properties));

    /// <summary>The folders of the stack, as builds that are started here take them; empty where caching is off.</summary>
    /// <exception cref="SettingsException">CD0002.</exception>
    public static IReadOnlyList<string> Depots(ParseResult parsed, Option<string?> option, CliEnvironment environment) =>
        parsed.GetResult(option) is not null
            ? DepotPath.Parse(parsed.GetValue(option), DepotName)
            : environment.Variable(DepotPath.Property) is { Length: > 0 } said ? DepotPath.Parse(said, DepotPath.Property) : DepotPath.Parse(environment.Variable(DepotPath.Variable));

    /// <summary>Why there are no depots, and what to do.</summary>
    public static string OffMessage => $"caching is off, since {DepotPath.Variable} (or {DepotName}) is empty. Leave it out for the default depots, or name one.";

    /// <summary>What to do where no build is recorded.</summary>
    public static string NothingThere => "Build with CompileDepot.Sdk first, or name another tree with --root or another depot with --depot.";

    /// <summary>The root that the option names, else the variable, which counts for every build that is started here; or null.</summary>
    public static string? Root(ParseResult parsed, Option<string?> option, CliEnvironment environment) =>
        parsed.GetValue(option) is { } root ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(root, environment.CurrentFolder())) : RootLocator.Said(environment.Variable(RootLocator.Property));

    /// <summary>The root that builds in the current folder take.</summary>
    public static string CurrentRoot(CliEnvironment environment) => RootLocator.Said(environment.Variable(RootLocator.Property)) ?? RootLocator.Find(environment.CurrentFolder());
}
