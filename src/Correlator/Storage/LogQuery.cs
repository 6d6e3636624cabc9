namespace Correlator.Storage;

/// <summary>What to look for among log records. Absent conditions match everything; times are Unix nanoseconds.</summary>
internal sealed record LogQuery
{
    public required long FromNano { get; init; }
    public required long UntilNano { get; init; }
    public IReadOnlyList<int> FunctionIds { get; init; } = [];
    public IReadOnlyList<(string Key, string Value)> Attributes { get; init; } = [];

    /// <summary>OTLP severity number at least.</summary>
    public byte MinSeverity { get; init; }

    /// <summary>A part of the body, whatever its case.</summary>
    public string? Text { get; init; }

    /// <summary>Most results; newest first.</summary>
    public int Limit { get; init; } = 100;
}
