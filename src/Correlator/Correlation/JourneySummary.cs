namespace Correlator.Correlation;

/// <summary>A journey's row.</summary>
internal sealed record JourneySummary
{
    public required Guid JourneyId { get; init; }
    public required DateOnly StartedOn { get; init; }
    public required JourneyStatus Status { get; init; }
    public required DateTime StartedAt { get; init; }
    public required DateTime EndedAt { get; init; }
    public int Traces { get; init; }
    public int Invocations { get; init; }
    public int Messages { get; init; }
    public int Attempts { get; init; }
    public int Errors { get; init; }
    public int ColdStarts { get; init; }
    public int? RootFunctionId { get; init; }
}
