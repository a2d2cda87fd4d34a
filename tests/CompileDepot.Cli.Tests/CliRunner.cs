using System.Text.Json;

namespace CompileDepot.Cli.Tests;

/// <summary>Runs the tool in this process.</summary>
internal sealed class CliRunner(string currentFolder, string? depotPath = null)
{
    public bool IsTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    public Dictionary<string, string> Variables { get; } = depotPath is null ? [] : new() { ["COMPILEDEPOT_PATH"] = depotPath };

    public CliResult Run(params string[] args) => Run(() => currentFolder, args);

    public CliResult Run(Func<string> folder, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Cli.Run(args, output, error, new CliEnvironment(folder, name => Variables.GetValueOrDefault(name), IsTerminal, IsErrorTerminal, HelpWidth: 100));
        return new CliResult(code, output.ToString(), error.ToString());
    }
}

internal sealed record CliResult(int Code, string Output, string Error)
{
    /// <summary>The output as JSON, after a check that the tool ended as it should.</summary>
    public JsonElement Json(int code = ExitCode.Done)
    {
        Assert.AreEqual(code, Code, Output + Error);
        return JsonDocument.Parse(Output).RootElement;
    }

    public CliResult Check(int code, string output = "", string error = "")
    {
        Assert.AreEqual(code, Code, Output + Error);
        StringAssert.Contains(Output, output);
        StringAssert.Contains(Error, error);
        if (error.Length == 0)
            Assert.AreEqual("", Error);
        Assert.DoesNotContain("   at ", Output + Error, "a stack trace");
        return this;
    }
}

internal static class JsonShape
{
    /// <summary>Names of an object's members, in order: what users of the JSON hold on to.</summary>
    public static string Names(JsonElement json) => string.Join(' ', json.EnumerateObject().Select(p => p.Name));
}
