using System.Diagnostics.Metrics;

namespace Correlator.Query;

internal sealed class QueryMetrics : IDisposable
{
    public const string MeterName = "Correlator.Query";
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _journey;

    public QueryMetrics() => _journey = _meter.CreateHistogram<double>("correlator.query.journey.duration", "s", "Reading one journey whole");

    public void JourneyRead(double seconds) => _journey.Record(seconds);

    public void Dispose() => _meter.Dispose();
}
