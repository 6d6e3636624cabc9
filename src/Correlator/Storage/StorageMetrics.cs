using System.Diagnostics.Metrics;
using Correlator.Storage.Journal;
using Correlator.Storage.Tenants;

namespace Correlator.Storage;

internal sealed class StorageMetrics : IDisposable
{
    public const string MeterName = "Correlator.Storage";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _records;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _factsFailed;
    private readonly Counter<long> _setAside;
    private readonly Counter<long> _beyondLimit;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _journal;
    private readonly Counter<long> _journalDamaged;
    private long _refusedRecords;
    private long _setAsideBatches;

    public StorageMetrics()
    {
        _records = _meter.CreateCounter<long>("correlator.storage.records", "{record}", "Records committed");
        _duplicates = _meter.CreateCounter<long>("correlator.storage.duplicate_requests", "{request}", "Requests that were stored before");
        _refused = _meter.CreateCounter<long>("correlator.storage.refused_records", "{record}", "Records dropped because the database refused them");
        _factsFailed = _meter.CreateCounter<long>("correlator.storage.failed_facts", "{record}", "Records stored whose facts could not be found");
        _setAside = _meter.CreateCounter<long>("correlator.storage.set_aside_batches", "{batch}", "Batches whose facts could not be stored");
        _beyondLimit = _meter.CreateCounter<long>(
            "correlator.storage.beyond_limit",
            "{lookup}",
            "Look-ups of functions and queues beyond their tenant's limit, told as (other)");
        _commit = _meter.CreateHistogram<double>("correlator.storage.commit.duration", "s", "From the first write of a group to its commit");
        _journal = _meter.CreateCounter<long>(
            "correlator.storage.journal.events",
            "{request}",
            "Requests by what the journal did with them: taken, refused, drained or set_aside");
        _journalDamaged = _meter.CreateCounter<long>("correlator.storage.journal.damaged", "By", "Bytes of the journal that were lost to damage");
    }

    /// <summary>Records dropped since the start of this process because the database refused them.</summary>
    public long RefusedRecords => Interlocked.Read(ref _refusedRecords);

    /// <summary>Batches since the start of this process whose facts could not be stored.</summary>
    public long SetAsideBatches => Interlocked.Read(ref _setAsideBatches);

    public void Committed(int records, double seconds)
    {
        _records.Add(records);
        _commit.Record(seconds);
    }

    public void Duplicate() => _duplicates.Add(1);

    public void Refused(int records)
    {
        _refused.Add(records);
        Interlocked.Add(ref _refusedRecords, records);
    }

    public void FactsFailed(int records) => _factsFailed.Add(records);

    public void FactsSetAside()
    {
        _setAside.Add(1);
        Interlocked.Increment(ref _setAsideBatches);
    }

    /// <param name="kind"><c>function</c> or <c>queue</c>.</param>
    public void BeyondLimit(string kind) => _beyondLimit.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Journaled(int requests) => Journal("taken", requests);

    public void JournalRefused() => Journal("refused", 1);

    public void JournalDrained(int requests) => Journal("drained", requests);

    public void JournalSetAside() => Journal("set_aside", 1);

    public void JournalDamaged(long bytes) => _journalDamaged.Add(bytes);

    public void ObserveJournal(Func<JournalDepth> depth)
    {
        _meter.CreateObservableGauge("correlator.storage.journal.requests", () => depth().Requests, "{request}", "Requests that wait in the journal");
        _meter.CreateObservableGauge("correlator.storage.journal.bytes", () => depth().Bytes, "By", "Bytes of the requests that wait in the journal");
        _meter.CreateObservableGauge(
            "correlator.storage.journal.age",
            () => depth().Age.TotalSeconds,
            "s",
            "Since the oldest request that waits in the journal was received");
        _meter.CreateObservableGauge(
            "correlator.storage.journal.set_aside",
            () => depth().SetAside,
            "{request}",
            "Requests of the journal that could not be stored and are kept in files of their own");
    }

    /// <summary>What each tenant sent to this server since its start.</summary>
    public void ObserveTenants(Func<IEnumerable<(string Name, UsageCounts Counts)>> tenants)
    {
        Observe("requests", "{request}", "Export requests stored, by tenant", counts => counts.Requests);
        Observe("bytes", "By", "Bytes of stored requests after decompression, by tenant", counts => counts.Bytes);
        Observe("spans", "{record}", "Spans accepted, by tenant", counts => counts.Spans);
        Observe("log_records", "{record}", "Log records accepted, by tenant", counts => counts.LogRecords);
        Observe("points", "{record}", "Data points accepted, by tenant", counts => counts.Points);
        Observe("refused", "{request}", "Requests refused by a tenant's limits or quota", counts => counts.Refused);

        void Observe(string name, string unit, string description, Func<UsageCounts, long> count) => _meter.CreateObservableCounter(
            $"correlator.storage.tenant.{name}",
            () => tenants().Select(tenant => new Measurement<long>(count(tenant.Counts), new KeyValuePair<string, object?>("tenant", tenant.Name))),
            unit,
            description);
    }

    public void Dispose() => _meter.Dispose();

    private void Journal(string what, int requests) => _journal.Add(requests, new KeyValuePair<string, object?>("event", what));
}
