using Correlator.Correlation;
using Correlator.Detection;
using Correlator.GraphQL.Annotations;

namespace Correlator.Query.Graph;

/// <summary>What was counted of a function over some time.</summary>
[ObjectType<FunctionNumbers>(IgnoreProperties = [nameof(FunctionNumbers.Buckets), nameof(FunctionNumbers.DurationUs)])]
internal static class FunctionNumbersNode
{
    /// <summary>Microseconds; null when nothing was counted.</summary>
    public static double? GetMeanMicros([Parent] FunctionNumbers numbers) => numbers.Invocations > 0 ? (double)numbers.DurationUs / numbers.Invocations : null;

    /// <summary>The median, microseconds, to the width of a bucket that is twice as wide as the one before it; null when nothing was counted.</summary>
    public static double? GetP50Micros([Parent] FunctionNumbers numbers) => Quantile(numbers, 0.5);

    /// <summary>As exact as the median.</summary>
    public static double? GetP99Micros([Parent] FunctionNumbers numbers) => Quantile(numbers, 0.99);

    private static double? Quantile(FunctionNumbers numbers, double quantile) =>
        numbers.Invocations > 0 ? DurationBuckets.Quantile(numbers.Buckets, quantile) : null;
}
