namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>What became of what a layer says of one preference.</summary>
public enum SayOutcome
{
    /// <summary>Its value is the one.</summary>
    Wins,

    /// <summary>It has a value, or clears one, and an earlier layer has the last word.</summary>
    Loses,

    /// <summary>It has no value, and keeps later layers from giving theirs.</summary>
    Clears,

    /// <summary>It says nothing.</summary>
    Silent,

    /// <summary>It is not heard; what it says is told all the same.</summary>
    NotAdmitted,
}

/// <summary>One line of an explanation.</summary>
/// <param name="Node">The value; a table where a value should be; null: none.</param>
/// <param name="Cleared">The place that clears; null: none does.</param>
/// <param name="Hidden">The value in the shared file that the layer's local file overrides or clears; null: none.</param>
/// <param name="Why">Completes "the layer …" for those that are not heard; names the place that won for those that lose; else empty.</param>
public sealed record LayerSay(PreferenceLayer Layer, SayOutcome Outcome, PreferenceNode? Node, PreferenceOrigin? Cleared, PreferenceLeaf? Hidden, string Why);
