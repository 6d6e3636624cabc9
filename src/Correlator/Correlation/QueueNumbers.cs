namespace Correlator.Correlation;

/// <summary>What the rollups of a queue count over some time.</summary>
internal sealed record QueueNumbers
{
    public long Published { get; init; }
    public long Received { get; init; }
    public long Processed { get; init; }
    public long Failed { get; init; }
    public long DeadLettered { get; init; }

    /// <summary>The last that a metric told; null when none came.</summary>
    public double? Depth { get; init; }

    /// <summary>Age of the oldest message, seconds: the last that a metric told; null when none came.</summary>
    public double? OldestAgeS { get; init; }

    /// <summary>The last minute in which anything was counted or told.</summary>
    public DateTime? LastMinute { get; init; }
}
