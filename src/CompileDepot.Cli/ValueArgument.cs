using System.CommandLine;

namespace CompileDepot.Cli;

/// <summary>An argument that holds any text, which may begin with <c>-</c>.</summary>
internal sealed class ValueArgument(string name) : Argument<string>(name);
