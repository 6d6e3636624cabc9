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

    /// <summary>The functions that took part.</summary>
    public int[] FunctionIds { get; init; } = [];

    /// <summary>The queues that its messages went through.</summary>
    public int[] QueueIds { get; init; } = [];

    /// <summary>When it was last resolved.</summary>
    public DateTime UpdatedAt { get; init; }

    public JourneyRef Ref => new(JourneyId, StartedOn);
}
