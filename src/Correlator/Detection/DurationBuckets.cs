namespace Correlator.Detection;

/// <summary>Quantiles of the rollups' power-of-two buckets: bucket n counts durations below 2^n and from 2^(n-1) microseconds.</summary>
internal static class DurationBuckets
{
    /// <summary>Microseconds, interpolated within its bucket; 0 when nothing was counted.</summary>
    public static double Quantile(IReadOnlyList<long> buckets, double quantile)
    {
        var rank = quantile * buckets.Sum();
        var below = 0L;
        for (var index = 0; index < buckets.Count; index++)
        {
            if (buckets[index] > 0 && below + buckets[index] >= rank)
            {
                var (low, high) = (index == 0 ? 0 : Math.Pow(2, index - 1), Math.Pow(2, index));
                return low + ((high - low) * Math.Max(0, rank - below) / buckets[index]);
            }

            below += buckets[index];
        }

        return 0;
    }
}
