namespace Correlator.Correlation;

/// <summary>What the rules take from configuration.</summary>
internal sealed record JourneyRules
{
    /// <summary>A published message that nobody attempted for so long is lost.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A key seen with more traces than this no longer joins.</summary>
    public int MaxTracesPerKey { get; init; } = 1000;

    /// <summary>A message id told by more traces than this is a constant and no id.</summary>
    public int MaxTracesPerMessage { get; init; } = 1000;
}
