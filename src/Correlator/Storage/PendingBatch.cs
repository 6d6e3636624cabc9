namespace Correlator.Storage;

/// <summary>A committed batch that waits for correlation. Times are UTC.</summary>
internal sealed record PendingBatch
{
    public required long BatchId { get; init; }
    public required DateOnly ReceivedOn { get; init; }
    public required DateTime CommittedAt { get; init; }

    /// <summary>The range of event time of its facts; null when it has none.</summary>
    public DateTime? FactsFrom { get; init; }
    public DateTime? FactsUntil { get; init; }
    public required int Points { get; init; }
    public required Guid[] Traces { get; init; }
}
