namespace Correlator.Correlation;

/// <summary>A message's row.</summary>
internal sealed record MessageSummary
{
    public required Guid JourneyId { get; init; }
    public required DateOnly StartedOn { get; init; }
    public required Guid MessageKey { get; init; }
    public required int QueueId { get; init; }
    public required string MessageId { get; init; }
    public required MessageState State { get; init; }
    public DateTime? PublishedAt { get; init; }
    public Guid? PublisherTraceId { get; init; }
    public long? PublisherSpanId { get; init; }
    public int? PublisherFunctionId { get; init; }
    public required int Attempts { get; init; }
    public DateTime? FirstAttemptAt { get; init; }
    public DateTime? EndedAt { get; init; }

    /// <summary>Time in the queue before the first attempt, microseconds; null when one side is unknown.</summary>
    public long? DwellUs { get; init; }

    /// <summary>From publish to the end, microseconds.</summary>
    public long? TotalUs { get; init; }
    public int? DeadLetterQueueId { get; init; }

    public MessageRef Ref => new(MessageKey, new JourneyRef(JourneyId, StartedOn));
}
