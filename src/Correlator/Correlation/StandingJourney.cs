namespace Correlator.Correlation;

/// <summary>A journey as it stands, to be replaced.</summary>
internal sealed record StandingJourney
{
    public required DateTime StartedAt { get; init; }
    public required DateTime EndedAt { get; init; }

    /// <summary>Its own traces, without shared ones.</summary>
    public required Guid[] Traces { get; init; }
}
