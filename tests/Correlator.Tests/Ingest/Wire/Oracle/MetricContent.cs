using OpenTelemetry.Proto.Metrics.V1;

namespace Correlator.Tests.Ingest.Wire.Oracle;

internal static class MetricContent
{
    /// <summary>One text per data point; null for one that is to be refused.</summary>
    public static IEnumerable<string?> Of(Metric metric, string envelope)
    {
        var temporality = metric.DataCase switch
        {
            Metric.DataOneofCase.Sum => metric.Sum.AggregationTemporality,
            Metric.DataOneofCase.Histogram => metric.Histogram.AggregationTemporality,
            Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.AggregationTemporality,
            _ => default,
        };
        var isMonotonic = metric.DataCase == Metric.DataOneofCase.Sum && metric.Sum.IsMonotonic;
        var head = $"{Canonical.Text(metric.Name)} {Canonical.Text(metric.Unit)} {Canonical.Text(metric.Description)} "
            + $"{metric.DataCase} {((int)temporality <= 2 ? (int)temporality : 0)} {isMonotonic}";
        return metric.DataCase switch
        {
            Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Select(point => Number(point, envelope, head)),
            Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Select(point => Number(point, envelope, head)),
            Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Select(point => Histogram(point, envelope, head)),
            Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Select(point => Exponential(point, envelope, head)),
            Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Select(point => Summary(point, envelope, head)),
            _ => [],
        };
    }

    /// <summary>Every field that a point of any kind has, in the batch's terms.</summary>
    public static string Point(
        string envelope,
        string head,
        ulong start,
        ulong time,
        uint flags,
        double value,
        ulong count,
        (double Sum, double Min, double Max) extremes,
        IEnumerable<double> numbers,
        string attributes,
        string exemplars) =>
        Canonical.Record(
            ("from", envelope),
            ("metric", head),
            ("start", start),
            ("time", time),
            ("flags", flags),
            ("value", Canonical.Number(value)),
            ("count", count),
            ("sum", Canonical.Number(extremes.Sum)),
            ("min", Canonical.Number(extremes.Min)),
            ("max", Canonical.Number(extremes.Max)),
            ("numbers", Canonical.List(numbers.Select(Canonical.Number))),
            ("attributes", attributes),
            ("exemplars", exemplars));

    private static bool HasTimes(ulong start, ulong time) => start <= long.MaxValue && time is > 0 and <= long.MaxValue;

    private static string? Number(NumberDataPoint point, string envelope, string head) => !HasTimes(point.StartTimeUnixNano, point.TimeUnixNano) ? null : Point(
        envelope, head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags,
        point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble, 0,
        (double.NaN, double.NaN, double.NaN), [], MessageContent.Attributes(point.Attributes), Exemplars(point.Exemplars));

    private static string? Histogram(HistogramDataPoint point, string envelope, string head)
    {
        var fits = point.BucketCounts.Count + point.ExplicitBounds.Count == 0 || point.BucketCounts.Count == point.ExplicitBounds.Count + 1;
        return !fits || !HasTimes(point.StartTimeUnixNano, point.TimeUnixNano) ? null : Point(
            envelope, head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, 0, point.Count,
            (point.HasSum ? point.Sum : double.NaN, point.HasMin ? point.Min : double.NaN, point.HasMax ? point.Max : double.NaN),
            [.. point.ExplicitBounds, .. point.BucketCounts], MessageContent.Attributes(point.Attributes), Exemplars(point.Exemplars));
    }

    private static string? Exponential(ExponentialHistogramDataPoint point, string envelope, string head)
    {
        ulong[] positive = [.. point.Positive?.BucketCounts ?? []];
        ulong[] negative = [.. point.Negative?.BucketCounts ?? []];
        return !HasTimes(point.StartTimeUnixNano, point.TimeUnixNano) ? null : Point(
            envelope, head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, 0, point.Count,
            (point.HasSum ? point.Sum : double.NaN, point.HasMin ? point.Min : double.NaN, point.HasMax ? point.Max : double.NaN),
            [
                point.Scale, point.ZeroCount, point.ZeroThreshold, point.Positive?.Offset ?? 0, point.Negative?.Offset ?? 0,
                positive.Length, .. positive, .. negative,
            ],
            MessageContent.Attributes(point.Attributes), Exemplars(point.Exemplars));
    }

    private static double Quantile(SummaryDataPoint point, double quantile) =>
        point.QuantileValues.LastOrDefault(pair => pair.Quantile == quantile)?.Value ?? double.NaN;

    private static string? Summary(SummaryDataPoint point, string envelope, string head)
    {
        var quantiles = point.QuantileValues.SelectMany(pair => new[] { pair.Quantile, pair.Value });
        return !HasTimes(point.StartTimeUnixNano, point.TimeUnixNano) ? null : Point(
            envelope, head, point.StartTimeUnixNano, point.TimeUnixNano, point.Flags, 0, point.Count,
            (point.Sum, Quantile(point, 0), Quantile(point, 1)), quantiles, MessageContent.Attributes(point.Attributes), Exemplars([]));
    }

    private static string Exemplars(IEnumerable<Exemplar> exemplars) => Canonical.List(exemplars.Select(exemplar =>
    {
        var value = exemplar.ValueCase == Exemplar.ValueOneofCase.AsInt ? exemplar.AsInt : exemplar.AsDouble;
        return $"{Math.Min(exemplar.TimeUnixNano, long.MaxValue)} {Canonical.Number(value)} "
            + $"{Canonical.Id(exemplar.TraceId.Span, 16)} {Canonical.Id(exemplar.SpanId.Span, 8)} "
            + MessageContent.Attributes(exemplar.FilteredAttributes);
    }));
}
