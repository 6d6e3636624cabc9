namespace Correlator.Storage;

/// <summary>What to look for among spans. Absent conditions match everything; times are Unix nanoseconds.</summary>
internal sealed record SpanQuery
{
    public required long FromNano { get; init; }
    public required long UntilNano { get; init; }
    public IReadOnlyList<int> FunctionIds { get; init; } = [];

    /// <summary>Attributes of the span or its resource that must have exactly this value, as text.</summary>
    public IReadOnlyList<(string Key, string Value)> Attributes { get; init; } = [];
    public string? Name { get; init; }
    public bool ErrorsOnly { get; init; }
    public long MinDurationNano { get; init; }

    /// <summary>Most results; newest first.</summary>
    public int Limit { get; init; } = 100;
}
