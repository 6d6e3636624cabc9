using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Metrics.V1;
using static OpenTelemetry.Proto.Metrics.V1.ExponentialHistogramDataPoint.Types;

namespace Correlator.Tests.Ingest.Wire.Oracle;

internal static class RandomMetrics
{
    public static ExportMetricsServiceRequest Next(Random random, int size)
    {
        var request = new ExportMetricsServiceRequest();
        for (var resources = random.Next(Math.Min(size, 2) + 1); resources > 0; resources--)
        {
            var resource = new ResourceMetrics { SchemaUrl = random.Text(), Resource = random.Once(5) ? null : random.Resource(size) };
            resource.ScopeMetrics.Add(Enumerable.Range(0, random.Next(3)).Select(_ => Scope(random, size)).ToArray());
            request.ResourceMetrics.Add(resource);
        }

        return request;
    }

    private static ScopeMetrics Scope(Random random, int size) => new()
    {
        SchemaUrl = random.Text(),
        Scope = random.Once(5) ? null : random.Scope(size),
        Metrics = { Enumerable.Range(0, random.Next(Math.Min(size, 4) + 1)).Select(_ => Metric(random, size)).ToArray() },
    };

    private static Metric Metric(Random random, int size)
    {
        var metric = new Metric { Name = random.Text(), Description = random.Text(), Unit = random.Text(), Metadata = { random.Attributes(size) } };
        var temporality = (AggregationTemporality)random.Next(0, 4);
        switch (random.Next(6))
        {
            case 0:
                metric.Gauge = new Gauge { DataPoints = { Points(random, () => Number(random, size)) } };
                break;
            case 1:
                metric.Sum = new Sum
                {
                    AggregationTemporality = temporality,
                    IsMonotonic = random.Once(2),
                    DataPoints = { Points(random, () => Number(random, size)) },
                };
                break;
            case 2:
                metric.Histogram = new Histogram { AggregationTemporality = temporality, DataPoints = { Points(random, () => Histogram(random, size)) } };
                break;
            case 3:
                metric.ExponentialHistogram = new ExponentialHistogram
                {
                    AggregationTemporality = temporality,
                    DataPoints = { Points(random, () => Exponential(random, size)) },
                };
                break;
            case 4:
                metric.Summary = new Summary { DataPoints = { Points(random, () => Quantiles(random, size)) } };
                break;
        }

        return metric;
    }

    private static T[] Points<T>(Random random, Func<T> next) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => next())];

    private static NumberDataPoint Number(Random random, int size)
    {
        var point = new NumberDataPoint
        {
            StartTimeUnixNano = random.Time(),
            TimeUnixNano = random.Time(),
            Attributes = { random.Attributes(size) },
            Flags = random.Count(),
            Exemplars = { Points(random, () => Exemplar(random, size)) },
        };
        switch (random.Next(3))
        {
            case 0:
                point.AsDouble = random.Real();
                break;
            case 1:
                point.AsInt = random.Integer();
                break;
        }

        return point;
    }

    private static HistogramDataPoint Histogram(Random random, int size)
    {
        var point = new HistogramDataPoint
        {
            StartTimeUnixNano = random.Time(),
            TimeUnixNano = random.Time(),
            Count = (ulong)random.Integer(),
            Attributes = { random.Attributes(size) },
            Flags = random.Count(),
            Exemplars = { Points(random, () => Exemplar(random, size)) },
        };
        var bounds = random.Next(5);
        if (!random.Once(4))
        {
            point.ExplicitBounds.Add(Enumerable.Range(0, bounds).Select(_ => random.Real()));
            point.BucketCounts.Add(Enumerable.Range(0, random.Once(5) ? random.Next(6) : bounds + 1).Select(_ => (ulong)random.Integer()));
        }

        Extremes(random, sum => point.Sum = sum, min => point.Min = min, max => point.Max = max);
        return point;
    }

    private static ExponentialHistogramDataPoint Exponential(Random random, int size)
    {
        var point = new ExponentialHistogramDataPoint
        {
            StartTimeUnixNano = random.Time(),
            TimeUnixNano = random.Time(),
            Count = (ulong)random.Integer(),
            Scale = random.Next(-10, 20),
            ZeroCount = (ulong)random.Integer(),
            ZeroThreshold = random.Real(),
            Positive = random.Once(4) ? null : Buckets(random),
            Negative = random.Once(4) ? null : Buckets(random),
            Attributes = { random.Attributes(size) },
            Flags = random.Count(),
            Exemplars = { Points(random, () => Exemplar(random, size)) },
        };
        Extremes(random, sum => point.Sum = sum, min => point.Min = min, max => point.Max = max);
        return point;
    }

    private static SummaryDataPoint Quantiles(Random random, int size) => new()
    {
        StartTimeUnixNano = random.Time(),
        TimeUnixNano = random.Time(),
        Count = (ulong)random.Integer(),
        Sum = random.Real(),
        Attributes = { random.Attributes(size) },
        Flags = random.Count(),
        QuantileValues = { Points(random, () => new SummaryDataPoint.Types.ValueAtQuantile { Quantile = random.NextDouble(), Value = random.Real() }) },
    };

    private static Buckets Buckets(Random random) => new()
    {
        Offset = random.Once(2) ? random.Next(-1000, 1000) : int.MinValue,
        BucketCounts = { Enumerable.Range(0, random.Next(5)).Select(_ => (ulong)random.Integer()) },
    };

    private static void Extremes(Random random, Action<double> sum, Action<double> min, Action<double> max)
    {
        foreach (var set in new[] { sum, min, max })
        {
            if (random.Once(2))
            {
                set(random.Real());
            }
        }
    }

    private static Exemplar Exemplar(Random random, int size)
    {
        var exemplar = new Exemplar
        {
            TimeUnixNano = random.Time(),
            SpanId = random.Id(8),
            TraceId = random.Id(16),
            FilteredAttributes = { random.Attributes(size) },
        };
        if (random.Once(2))
        {
            exemplar.AsDouble = random.Real();
        }
        else
        {
            exemplar.AsInt = random.Integer();
        }

        return exemplar;
    }
}
