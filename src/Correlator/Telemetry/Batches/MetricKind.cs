namespace Correlator.Telemetry.Batches;

internal enum MetricKind : byte
{
    Gauge = 1,
    Sum = 2,
    Histogram = 3,
    ExponentialHistogram = 4,
    Summary = 5,
}
