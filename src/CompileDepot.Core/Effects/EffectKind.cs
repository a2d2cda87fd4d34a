namespace CompileDepot.Core.Effects;

/// <summary>The kinds of effect, as entries name them. Persisted: values are never renumbered or reused.</summary>
public enum EffectKind
{
    File = 1,
    Warning = 2,
    Message = 3,
    Item = 4,
    Property = 5,
}
