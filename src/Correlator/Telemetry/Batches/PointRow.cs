namespace Correlator.Telemetry.Batches;

/// <summary>
/// One data point of any kind. Distribution data lies in <see cref="TelemetryBatch.Numbers"/>:
/// Histogram: bounds then counts (one more than bounds); Summary: quantile, value pairs;
/// ExponentialHistogram: scale, zero count, zero threshold, positive offset, negative offset, positive length, positive counts, negative counts.
/// </summary>
internal readonly record struct PointRow
{
    public int Metric { get; init; }
    public RowRange Attributes { get; init; }
    public long StartNano { get; init; }
    public long TimeNano { get; init; }
    public uint Flags { get; init; }

    /// <summary>The value of a gauge or sum; integers are exact up to 2^53.</summary>
    public double Value { get; init; }
    public ulong Count { get; init; }

    /// <summary>NaN when absent, as are <see cref="Min"/> and <see cref="Max"/>.</summary>
    public double Sum { get; init; }
    public double Min { get; init; }
    public double Max { get; init; }
    public RowRange Numbers { get; init; }
    public RowRange Exemplars { get; init; }

    /// <summary>OTLP data point flag 1: no recorded value, the series has ended.</summary>
    public bool IsStale => (Flags & 1) != 0;
}
