namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>What CompileDepot itself says that a build did. The one place that knows where it says so.</summary>
public sealed record Counts(int Compiled, int Restored)
{
    public static Counts Of(Binlog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new Counts(
            log.DepotMessages.Count(line => line.StartsWith("CompileDepot: compiled ", StringComparison.Ordinal)),
            log.DepotMessages.Count(line => line.StartsWith("CompileDepot: restored ", StringComparison.Ordinal)));
    }
}
