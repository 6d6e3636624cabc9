namespace Correlator.Storage.Schema;

/// <summary>A table partitioned by day.</summary>
/// <param name="Column">The partition key.</param>
/// <param name="CatchAll">Its key is event time: days that have no partition go to a default one, and this tells how old its rows are.</param>
internal sealed record PartitionedTable(string Name, string Column, Retention Retention, CatchAllAge CatchAll)
{
    /// <summary>Journeys before their parts: those go when their journey has gone.</summary>
    public static IReadOnlyList<PartitionedTable> All { get; } =
    [
        new("ledger_batch", "received_on", Retention.LongestRaw, CatchAllAge.None),
        new("ledger_request", "received_on", Retention.LongestRaw, CatchAllAge.None),
        new("span_block", "received_on", Retention.Traces, CatchAllAge.None),
        new("log_block", "received_on", Retention.Logs, CatchAllAge.None),
        new("trace_block", "received_on", Retention.LongestRaw, CatchAllAge.None),
        new("invocation", "started_at", Retention.Traces, CatchAllAge.Batch),
        new("sighting", "at", Retention.Traces, CatchAllAge.Batch),
        new("span_link", "at", Retention.Traces, CatchAllAge.Batch),
        new("correlation_key", "seen_on", Retention.Traces, CatchAllAge.Batch),
        new("metric_point", "at", Retention.Metrics, CatchAllAge.Batch),
        new("journey", "started_on", Retention.Results, CatchAllAge.Update),
        new("journey_trace", "started_on", Retention.Results, CatchAllAge.Journey),
        new("message", "started_on", Retention.Results, CatchAllAge.Journey),
        new("attempt", "started_on", Retention.Results, CatchAllAge.Journey),
        new("function_minute", "minute", Retention.Results, CatchAllAge.Count),
        new("queue_minute", "minute", Retention.Results, CatchAllAge.Count),
    ];

    public bool HasCatchAll => CatchAll != CatchAllAge.None;

    public string CatchAllName => $"{Name}_default";
}
