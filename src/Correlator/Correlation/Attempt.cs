using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>One delivery of a message to a function.</summary>
internal sealed record Attempt
{
    /// <summary>From 1; the broker's delivery count when it was told.</summary>
    public required int Number { get; init; }
    public required int QueueId { get; init; }

    /// <summary>Null for an attempt that is known only from the delivery count of a later one.</summary>
    public int? FunctionId { get; init; }
    public Guid? TraceId { get; init; }
    public long? SpanId { get; init; }

    /// <summary>Its span; null when none was seen.</summary>
    internal SpanRef? Ref => TraceId is { } trace && SpanId is { } span ? new SpanRef(trace, span) : null;

    public required DateTime StartedAt { get; init; }
    public required DateTime EndedAt { get; init; }

    /// <summary>The wait in the queue before it, microseconds, never negative; null when its beginning is unknown.</summary>
    public long? DwellMicros { get; init; }

    /// <summary>By how much the consumer's clock is behind the publisher's at least, microseconds.</summary>
    public long SkewMicros { get; init; }
    public required InvocationOutcome Outcome { get; init; }
    public required string ErrorSignature { get; init; }
}
