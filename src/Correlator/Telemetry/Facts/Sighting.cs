namespace Correlator.Telemetry.Facts;

/// <summary>A sighting fact as stored.</summary>
internal sealed record Sighting
{
    public required Guid TraceId { get; init; }
    public required long SpanId { get; init; }
    public required Guid MessageKey { get; init; }
    public Guid ContextTraceId { get; init; }
    public long ContextSpanId { get; init; }
    public required int QueueId { get; init; }
    public required int FunctionId { get; init; }
    public long BatchId { get; init; }
    public required SightingKind Kind { get; init; }
    public short Ordinal { get; init; }
    public int DeliveryCount { get; init; }
    public required DateTime At { get; init; }
    public long DurationMicros { get; init; }
    public DateTime? EnqueuedAt { get; init; }
    public bool Failed { get; init; }
    public bool InBatch { get; init; }
    public string MessageId { get; init; } = "";
    public string ConsumerGroup { get; init; } = "";
    public string ErrorSignature { get; init; } = "";

    public DateTime EndedAt => At.AddTicks(DurationMicros * 10);

    public SpanRef Ref => new(TraceId, SpanId);

    /// <summary>The span that created the message.</summary>
    public SpanRef Context => new(ContextTraceId, ContextSpanId);

    /// <summary>The same of a message that has no id: its creation context tells which one it is, or nothing does.</summary>
    public Sighting WithoutId() => this with { MessageId = "", MessageKey = KeyByContext() };

    public bool IsDelivery => Kind is SightingKind.Receive or SightingKind.Process;

    private Guid KeyByContext() => ContextSpanId == 0
        ? Guid.Empty
        : MessageKeys.ByContext(Telemetry.TraceId.FromGuid(ContextTraceId), Telemetry.SpanId.FromInt64(ContextSpanId));
}
