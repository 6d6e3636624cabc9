namespace Correlator.Telemetry.Read;

/// <summary>A span as read back from its block.</summary>
internal sealed record Span
{
    public required TraceId TraceId { get; init; }
    public required SpanId SpanId { get; init; }
    public SpanId ParentSpanId { get; init; }
    public required string Name { get; init; }
    public SpanKind Kind { get; init; }
    public SpanStatus Status { get; init; }
    public string StatusMessage { get; init; } = "";
    public string TraceState { get; init; } = "";
    public uint Flags { get; init; }
    public uint Dropped { get; init; }
    public long StartNano { get; init; }
    public long EndNano { get; init; }
    public int FunctionId { get; init; }
    public required Resource Resource { get; init; }
    public IReadOnlyList<AttributeValue> Attributes { get; init; } = [];
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];
    public IReadOnlyList<SpanLink> Links { get; init; } = [];
}
