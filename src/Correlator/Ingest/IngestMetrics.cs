using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Correlator.Ingest.Access;
using Correlator.Ingest.Policy;
using Correlator.Ingest.Wire;
using Correlator.Telemetry;

namespace Correlator.Ingest;

internal sealed class IngestMetrics
{
    public const string MeterName = "Correlator.Ingest";
    private readonly Counter<long> _requests;
    private readonly Counter<long> _records;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _policy;
    private readonly Counter<long> _cuts;
    private readonly ConcurrentDictionary<int, IngestTotals> _totals = [];
    private readonly Counter<long> _refusedAccess;

    private long _refusedUnread;

    public IngestMetrics(IMeterFactory meters, IntakeLimiter intake)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("correlator.ingest.requests", "{request}", "Export requests by signal, door and how they ended.");
        _records = meter.CreateCounter<long>("correlator.ingest.records", "{record}", "Spans, log records and data points: accepted, rejected or duplicate.");
        _bytes = meter.CreateCounter<long>("correlator.ingest.bytes", "By", "Request bytes after decompression.");
        _policy = meter.CreateCounter<long>("correlator.ingest.policy", "{application}", "Applications of the attribute policy, by signal, rule and action.");
        _cuts = meter.CreateCounter<long>(
            "correlator.ingest.cuts",
            "{cut}",
            "Values, attributes and the like cut to the limits of a record, by signal and limit: length, count or depth.");
        _refusedAccess = meter.CreateCounter<long>(
            "correlator.ingest.refused_access",
            "{request}",
            "Requests without a valid token, or whose token lacks the scope, by door and reason.");
        meter.CreateObservableGauge(
            "correlator.ingest.bytes_in_flight",
            () => intake.BytesInFlight,
            "By",
            "Bytes of requests being read, decoded or committed.");
        meter.CreateObservableGauge(
            "correlator.ingest.exports_in_flight",
            () => intake.ExportsInFlight,
            "{request}",
            "Requests being read, decoded or committed.");
    }

    /// <summary>Requests since the start of this process that were refused before it was known what is in them.</summary>
    public long RefusedUnread => Interlocked.Read(ref _refusedUnread);

    /// <summary>A tenant's counts since the start of this process, for who asks this server.</summary>
    public IngestTotals Totals(int tenant) => _totals.GetOrAdd(tenant, static _ => new IngestTotals());

    public void Refused() => Interlocked.Increment(ref _refusedUnread);

    public void Exported(Signal signal, Door door, int bytes, in ExportOutcome outcome)
    {
        var ofSignal = new KeyValuePair<string, object?>("signal", Name(signal));
        var ofDoor = new KeyValuePair<string, object?>("door", door.Name);
        _requests.Add(1, ofSignal, ofDoor, new KeyValuePair<string, object?>("status", Name(outcome.Status)));
        _bytes.Add(bytes, ofSignal, ofDoor);
        if (outcome.IsSuccess && outcome.Accepted > 0)
        {
            var accepted = outcome.Status == ExportStatus.Duplicate ? "duplicate" : "accepted";
            _records.Add(outcome.Accepted, ofSignal, ofDoor, new KeyValuePair<string, object?>("outcome", accepted));
        }

        if (outcome.Rejected > 0)
        {
            _records.Add(outcome.Rejected, ofSignal, ofDoor, new KeyValuePair<string, object?>("outcome", "rejected"));
        }
    }

    public void AccessRefused(Door door, AccessVerdict verdict) => _refusedAccess.Add(
        1,
        new KeyValuePair<string, object?>("door", door.Name),
        new KeyValuePair<string, object?>("reason", verdict == AccessVerdict.Forbidden ? "scope" : "token"));

    public void PolicyApplied(Signal signal, string rule, PolicyAction action, int count) => _policy.Add(
        count,
        new KeyValuePair<string, object?>("signal", Name(signal)),
        new KeyValuePair<string, object?>("rule", rule),
        new KeyValuePair<string, object?>("action", Name(action)));

    public void Cut(Signal signal, in LimitCuts cuts)
    {
        AddCuts(signal, "length", cuts.Length);
        AddCuts(signal, "count", cuts.Count);
        AddCuts(signal, "depth", cuts.Depth);
    }

    private static string Name(PolicyAction action) => action switch
    {
        PolicyAction.Redact => "redact",
        PolicyAction.Hash => "hash",
        _ => "drop",
    };

    /// <summary>Counts records that were left out before there was an export to count them with.</summary>
    public void Rejected(Signal signal, Door door, int records) => _records.Add(
        records,
        new KeyValuePair<string, object?>("signal", Name(signal)),
        new KeyValuePair<string, object?>("door", door.Name),
        new KeyValuePair<string, object?>("outcome", "rejected"));

    private void AddCuts(Signal signal, string limit, int count)
    {
        if (count > 0)
        {
            _cuts.Add(count, new KeyValuePair<string, object?>("signal", Name(signal)), new KeyValuePair<string, object?>("limit", limit));
        }
    }

    private static string Name(Signal signal) => signal switch
    {
        Signal.Traces => "traces",
        Signal.Logs => "logs",
        _ => "metrics",
    };

    private static string Name(ExportStatus status) => status switch
    {
        ExportStatus.Stored => "stored",
        ExportStatus.Duplicate => "duplicate",
        ExportStatus.Journaled => "journaled",
        ExportStatus.Malformed => "malformed",
        ExportStatus.TooLarge => "too_large",
        ExportStatus.Slow => "slow",
        ExportStatus.Full => "full",
        ExportStatus.DatabaseAway => "database_away",
        ExportStatus.TooFast => "too_fast",
        ExportStatus.OverQuota => "over_quota",
        _ => "failed",
    };
}
