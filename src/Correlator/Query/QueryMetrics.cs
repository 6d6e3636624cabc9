using System.Diagnostics.Metrics;

namespace Correlator.Query;

internal sealed class QueryMetrics : IDisposable
{
    public const string MeterName = "Correlator.Query";
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _journey;

    private readonly Counter<long> _missed;

    public QueryMetrics()
    {
        _journey = _meter.CreateHistogram<double>("correlator.query.journey.duration", "s", "Reading one journey whole");
        _missed = _meter.CreateCounter<long>("correlator.query.live.missed", "{time}", "Times that a subscriber was too slow and had to read anew");
    }

    public void JourneyRead(double seconds) => _journey.Record(seconds);

    public void LiveMissed() => _missed.Add(1);

    public void Dispose() => _meter.Dispose();
}
