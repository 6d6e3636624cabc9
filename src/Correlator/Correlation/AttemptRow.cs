using Correlator.Telemetry.Facts;

namespace Correlator.Correlation;

/// <summary>An attempt's row.</summary>
internal sealed record AttemptRow
{
    public const string Columns =
        "message_key, journey_id, number, queue_id, function_id, trace_id, span_id, started_at, ended_at, dwell_us, skew_us, outcome, error_signature";

    public required Guid MessageKey { get; init; }
    public required Guid JourneyId { get; init; }
    public required int Number { get; init; }
    public required int QueueId { get; init; }
    public int? FunctionId { get; init; }
    public Guid? TraceId { get; init; }
    public long? SpanId { get; init; }
    public required DateTime StartedAt { get; init; }
    public required DateTime EndedAt { get; init; }
    public long? DwellUs { get; init; }
    public required long SkewUs { get; init; }
    public required short Outcome { get; init; }
    public required string ErrorSignature { get; init; }

    public Attempt ToAttempt() => new()
    {
        Number = Number,
        QueueId = QueueId,
        FunctionId = FunctionId,
        TraceId = TraceId,
        SpanId = SpanId,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        DwellMicros = DwellUs,
        SkewMicros = SkewUs,
        Outcome = (InvocationOutcome)Outcome,
        ErrorSignature = ErrorSignature,
    };
}
