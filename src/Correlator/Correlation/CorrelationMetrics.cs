using System.Diagnostics.Metrics;

namespace Correlator.Correlation;

internal sealed class CorrelationMetrics : IDisposable
{
    public const string MeterName = "Correlator.Correlation";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _batches;
    private readonly Counter<long> _journeys;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _setAside;
    private readonly Histogram<double> _lag;

    public CorrelationMetrics()
    {
        _batches = _meter.CreateCounter<long>("correlator.correlation.batches", "{batch}", "Batches correlated");
        _journeys = _meter.CreateCounter<long>("correlator.correlation.journeys", "{journey}", "Journeys written");
        _failed = _meter.CreateCounter<long>("correlator.correlation.failed", "{batch}", "Batches that could not be correlated and are tried again later");
        _setAside = _meter.CreateCounter<long>(
            "correlator.correlation.keys_set_aside",
            "{key}",
            "Correlation keys set aside because they joined too many traces");
        _lag = _meter.CreateHistogram<double>("correlator.correlation.lag", "s", "From a batch's commit to its correlation");
    }

    public void Correlated(int batches, int journeys, double lagSeconds)
    {
        _batches.Add(batches);
        _journeys.Add(journeys);
        _lag.Record(lagSeconds);
    }

    public void Failed() => _failed.Add(1);

    public void SetAside(int keys) => _setAside.Add(keys);

    public void Dispose() => _meter.Dispose();
}
