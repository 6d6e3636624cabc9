namespace Correlator.Telemetry.Batches;

/// <summary>One valid span: ids are non-zero, times are Unix nanoseconds with end not before start.</summary>
internal readonly record struct SpanRow
{
    // OTLP's span flags above those of W3C: whether the sender tells where the parent ran, and what it tells.
    private const uint HasIsRemote = 0x100;
    private const uint IsRemote = 0x200;

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

    /// <summary>
    /// A span with the parent's id came in the same request from the same resource. Known once the span is in a block, and only where
    /// <see cref="IsParentUntold"/>.
    /// </summary>
    public bool ParentCameAlong { get; init; }

    /// <summary>An entry span, by its kind, whose sender did not tell where its parent ran.</summary>
    public bool IsParentUntold => Kind is SpanKind.Server or SpanKind.Consumer && !ParentSpanId.IsZero && (Flags & HasIsRemote) == 0;

    /// <summary>The parent ran in another process: the sender tells so, or does not tell and the parent did not come along.</summary>
    public bool IsParentRemote => IsParentUntold ? !ParentCameAlong : !ParentSpanId.IsZero && (Flags & HasIsRemote) != 0 && (Flags & IsRemote) != 0;

    /// <summary>Attributes, events and links that the sender says it dropped.</summary>
    public uint Dropped { get; init; }
}
