using System.Diagnostics.Metrics;

namespace Correlator.Storage;

internal sealed class StorageMetrics : IDisposable
{
    public const string MeterName = "Correlator.Storage";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _records;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _setAside;
    private readonly Histogram<double> _commit;

    public StorageMetrics()
    {
        _records = _meter.CreateCounter<long>("correlator.storage.records", "{record}", "Records committed");
        _duplicates = _meter.CreateCounter<long>("correlator.storage.duplicate_requests", "{request}", "Requests that were stored before");
        _refused = _meter.CreateCounter<long>("correlator.storage.refused_records", "{record}", "Records dropped because the database refused them");
        _setAside = _meter.CreateCounter<long>("correlator.storage.set_aside_batches", "{batch}", "Batches whose facts could not be stored");
        _commit = _meter.CreateHistogram<double>("correlator.storage.commit.duration", "s", "From the first write of a group to its commit");
    }

    public void Committed(int records, double seconds)
    {
        _records.Add(records);
        _commit.Record(seconds);
    }

    public void Duplicate() => _duplicates.Add(1);

    public void Refused(int records) => _refused.Add(records);

    public void FactsSetAside() => _setAside.Add(1);

    public void Dispose() => _meter.Dispose();
}
