namespace Correlator.Telemetry.Batches;

/// <summary>
/// One log record. Trace and span id are zero when the record has none; <see cref="TimeNano"/> is never zero (observed or receive time stands in).
/// </summary>
internal readonly record struct LogRow
{
    public TraceId TraceId { get; init; }
    public SpanId SpanId { get; init; }
    public int Scope { get; init; }
    public int Resource { get; init; }
    public long TimeNano { get; init; }
    public long ObservedNano { get; init; }

    /// <summary>OTLP severity number 1-24; derived from the text when the sender gave none, 0 when unknown.</summary>
    public byte Severity { get; init; }
    public TextRange SeverityText { get; init; }
    public TextRange EventName { get; init; }

    /// <summary>The body: String, Json (map or array) or a scalar; its key index is -1.</summary>
    public AttributeRow Body { get; init; }
    public uint Flags { get; init; }
    public RowRange Attributes { get; init; }
}
