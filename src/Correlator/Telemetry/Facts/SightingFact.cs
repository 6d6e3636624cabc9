namespace Correlator.Telemetry.Facts;

/// <summary>One span's word about one message: published, received, processed, settled or dead-lettered. A batch span gives one per message.</summary>
internal readonly record struct SightingFact
{
    public required TraceId TraceId { get; init; }
    public required SpanId SpanId { get; init; }

    /// <summary>The function whose span tells it.</summary>
    public required FunctionIdentity Function { get; init; }
    public required QueueIdentity Queue { get; init; }
    public required SightingKind Kind { get; init; }

    /// <summary>The broker's or sender's message id; empty when the span has none.</summary>
    public ReadOnlyMemory<byte> MessageId { get; init; }

    /// <summary>Who receives a copy of its own of each message: a consumer group, or a topic's subscription; empty when not told.</summary>
    public ReadOnlyMemory<byte> ConsumerGroup { get; init; }

    /// <summary>
    /// The message's creation context: for a publish the span itself, for the rest the linked span or the remote parent. Zero when unknown.
    /// </summary>
    public TraceId ContextTraceId { get; init; }
    public SpanId ContextSpanId { get; init; }
    public long StartNano { get; init; }
    public long EndNano { get; init; }

    /// <summary>The broker's delivery count, 1 for the first; 0 when it was not told.</summary>
    public int DeliveryCount { get; init; }

    /// <summary>When the broker took the message, Unix nanoseconds; 0 when it was not told.</summary>
    public long EnqueuedNano { get; init; }

    /// <summary>The operation failed.</summary>
    public bool Failed { get; init; }
    public string ErrorSignature { get; init; }

    /// <summary>This sighting is one of several in the same span: it must not glue the journeys of the others.</summary>
    public bool InBatch { get; init; }

    /// <summary>Two words about one message in one span (a link and an attribute) differ here, so that each keeps its row.</summary>
    public short Ordinal { get; init; }
}
