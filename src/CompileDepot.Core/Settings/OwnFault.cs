namespace CompileDepot.Core.Settings;

/// <summary>How a fault of our own is said, wherever it is caught (CD0022).</summary>
public static class OwnFault
{
    /// <param name="instead">What happens instead: a sentence without its full stop.</param>
    public static string Sentence(Exception e, string instead) => $"{DiagnosticCodes.InternalFault}: a fault of CompileDepot: {e.GetType().Name}: {e.Message}. {instead}; please report this.";
}
