namespace Correlator.Correlation;

/// <summary>A journey read whole, as of one moment.</summary>
internal sealed record JourneyDetails
{
    public required JourneySummary Summary { get; init; }

    /// <summary>Older journeys that the same id found.</summary>
    public required IReadOnlyList<JourneySummary> Others { get; init; }
    public required IReadOnlyList<JourneyTrace> Traces { get; init; }
    public required IReadOnlyList<Message> Messages { get; init; }
}
