using System.Diagnostics.Metrics;

namespace Correlator.Detection;

internal sealed class DetectionMetrics : IDisposable
{
    public const string MeterName = "Correlator.Detection";
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;

    public DetectionMetrics() => _duration = _meter.CreateHistogram<double>("correlator.detection.duration", "s", "One evaluation of everything");

    public void Evaluated(double seconds) => _duration.Record(seconds);

    public void Dispose() => _meter.Dispose();
}
