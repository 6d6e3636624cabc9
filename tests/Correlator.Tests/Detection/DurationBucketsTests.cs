using Correlator.Detection;

namespace Correlator.Tests.Detection;

public sealed class DurationBucketsTests
{
    [Fact]
    public void Quantile_Nothing_IsZero()
    {
        DurationBuckets.Quantile([], 0.99).ShouldBe(0);
        DurationBuckets.Quantile(new long[40], 0.99).ShouldBe(0);
    }

    [Fact]
    public void Quantile_OneBucket_IsInterpolatedWithinIt()
    {
        // Bucket 4 holds 8 to 16 microseconds.
        DurationBuckets.Quantile([0, 0, 0, 0, 100], 0.5).ShouldBe(12);
        DurationBuckets.Quantile([0, 0, 0, 0, 100], 1).ShouldBe(16);
        DurationBuckets.Quantile([0, 0, 0, 0, 100], 0).ShouldBe(8);
    }

    [Fact]
    public void Quantile_TwoBuckets_FallsIntoTheRightOne()
    {
        long[] buckets = [0, 98, 0, 0, 2];

        DurationBuckets.Quantile(buckets, 0.5).ShouldBeLessThanOrEqualTo(2);
        DurationBuckets.Quantile(buckets, 0.99).ShouldBe(12);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void Quantile_AnyDurations_IsWithinAFactorOfTwoOfTheExact(double quantile)
    {
        var random = new Random(7);
        var durations = Enumerable.Range(0, 5000).Select(_ => (long)Math.Pow(10, 1 + (random.NextDouble() * 6))).Order().ToArray();
        var buckets = new long[40];
        foreach (var duration in durations)
        {
            buckets[64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)duration)]++;
        }

        var exact = durations[(int)(quantile * (durations.Length - 1))];
        DurationBuckets.Quantile(buckets, quantile).ShouldBeInRange(exact / 2.0, exact * 2.0);
    }
}
