namespace Correlator.Correlation;

/// <summary>One message's story: published once, attempted 0..n times, and how it ended.</summary>
internal sealed record Message
{
    public required Guid MessageKey { get; init; }
    public required int QueueId { get; init; }
    public required string MessageId { get; init; }
    public required MessageState State { get; init; }
    public DateTime? PublishedAt { get; init; }
    public Guid? PublisherTraceId { get; init; }
    public long? PublisherSpanId { get; init; }
    public int? PublisherFunctionId { get; init; }
    public required IReadOnlyList<Attempt> Attempts { get; init; }
    public DateTime? EndedAt { get; init; }

    /// <summary>The dead-letter queue it went to.</summary>
    public int? DeadLetterQueueId { get; init; }

    /// <summary>Time in the queue before the first attempt, microseconds; null when one side is unknown.</summary>
    public long? DwellMicros => Attempts.Count > 0 ? Attempts[0].DwellMicros : null;

    public DateTime? LastAttemptEndedAt => Attempts.Count > 0 ? Attempts.Max(attempt => attempt.EndedAt) : null;

    /// <summary>From publish to the end, microseconds.</summary>
    public long? TotalMicros => PublishedAt is { } published && EndedAt is { } ended ? Math.Max(0, (ended - published).Ticks / 10) : null;
}
