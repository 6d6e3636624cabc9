namespace Correlator.Telemetry.Read;

/// <summary>A log record as read back from its block.</summary>
internal sealed record LogRecord
{
    /// <summary>OTLP severity numbers from here on are errors.</summary>
    public const byte ErrorSeverity = 17;

    public TraceId TraceId { get; init; }
    public SpanId SpanId { get; init; }
    public long TimeNano { get; init; }

    /// <summary>0 when the sender did not tell.</summary>
    public long ObservedNano { get; init; }
    public uint Flags { get; init; }
    public byte Severity { get; init; }
    public string SeverityText { get; init; } = "";
    public string EventName { get; init; } = "";
    public string Body { get; init; } = "";
    public int FunctionId { get; init; }
    public required Resource Resource { get; init; }
    public IReadOnlyList<AttributeValue> Attributes { get; init; } = [];
}
