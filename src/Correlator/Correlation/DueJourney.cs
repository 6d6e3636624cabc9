namespace Correlator.Correlation;

/// <summary>A journey that is to be resolved again because time has passed.</summary>
internal sealed record DueJourney
{
    public required Guid JourneyId { get; init; }
    public required DateTime StartedAt { get; init; }
    public required DateTime EndedAt { get; init; }

    /// <summary>Its own traces, without shared ones.</summary>
    public required Guid[] Traces { get; init; }
}
