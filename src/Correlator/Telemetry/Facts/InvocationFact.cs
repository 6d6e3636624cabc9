namespace Correlator.Telemetry.Facts;

/// <summary>
/// One entry span (SERVER or CONSUMER, or any span with <c>faas.*</c> trigger attributes), or what a log tells of an invocation that left no span.
/// </summary>
/// <remarks>Text slices borrow from the batch and live as long as it does.</remarks>
internal readonly record struct InvocationFact
{
    public required TraceId TraceId { get; init; }
    public required SpanId SpanId { get; init; }
    public SpanId ParentSpanId { get; init; }

    /// <summary>The parent ran in another process: known from the span's flags, else from the kind (SERVER, CONSUMER).</summary>
    public bool ParentIsRemote { get; init; }
    public required FunctionIdentity Function { get; init; }
    public ReadOnlyMemory<byte> Version { get; init; }
    public ReadOnlyMemory<byte> Instance { get; init; }

    /// <summary><c>faas.invocation_id</c>; empty when unknown.</summary>
    public ReadOnlyMemory<byte> InvocationId { get; init; }

    /// <summary>
    /// <c>faas.trigger</c>, canonical: datasource, http, pubsub, timer, other; empty when unknown; <see cref="Facts.Invocation.InitTrigger"/> for an init,
    /// <see cref="Facts.Invocation.ReportTrigger"/> for a platform's report.
    /// </summary>
    public string Trigger { get; init; }
    public long StartNano { get; init; }
    public long EndNano { get; init; }
    public InvocationOutcome Outcome { get; init; }
    public ColdStart ColdStart { get; init; }

    /// <summary>Init time; 0 when unknown.</summary>
    public long InitNano { get; init; }

    /// <summary>Exception or error type and the message with ids and numbers masked; empty without error.</summary>
    public string ErrorSignature { get; init; }

    /// <summary>How many messages the invocation received; 0 when it was not started by a queue.</summary>
    public int BatchSize { get; init; }

    /// <summary>The platform's word about an invocation, not its span.</summary>
    public bool IsReport { get; init; }

    /// <summary>0 when not told, as are the two below.</summary>
    public long BilledNano { get; init; }

    /// <summary>The size that the function was given.</summary>
    public long MemoryBytes { get; init; }
    public long MemoryUsedBytes { get; init; }
}
