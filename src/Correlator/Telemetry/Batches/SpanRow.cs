namespace Correlator.Telemetry.Batches;

/// <summary>One valid span: ids are non-zero, times are Unix nanoseconds with end not before start.</summary>
internal readonly record struct SpanRow
{
    public required TraceId TraceId { get; init; }
    public required SpanId SpanId { get; init; }

    /// <summary>Zero for a root.</summary>
    public SpanId ParentSpanId { get; init; }
    public int Scope { get; init; }
    public int Resource { get; init; }
    public TextRange Name { get; init; }
    public TextRange TraceState { get; init; }
    public TextRange StatusMessage { get; init; }
    public SpanKind Kind { get; init; }
    public SpanStatus Status { get; init; }
    public uint Flags { get; init; }
    public long StartNano { get; init; }
    public long EndNano { get; init; }
    public RowRange Attributes { get; init; }
    public RowRange Events { get; init; }
    public RowRange Links { get; init; }

    /// <summary>Attributes, events and links that the sender says it dropped.</summary>
    public uint Dropped { get; init; }
}
