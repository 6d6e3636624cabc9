namespace Correlator.Correlation;

/// <summary>What the rollups of a function count over some time.</summary>
internal sealed record FunctionNumbers
{
    public long Invocations { get; init; }
    public long Errors { get; init; }
    public long Timeouts { get; init; }
    public long ColdStarts { get; init; }

    /// <summary>Sum of all durations, microseconds.</summary>
    public long DurationUs { get; init; }

    /// <summary>Counts of durations: bucket n holds those below 2^n microseconds. Empty when nothing was counted.</summary>
    public long[] Buckets { get; init; } = [];

    /// <summary>The last minute with an invocation.</summary>
    public DateTime? LastMinute { get; init; }
}
