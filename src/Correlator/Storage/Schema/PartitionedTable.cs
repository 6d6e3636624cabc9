namespace Correlator.Storage.Schema;

/// <summary>A table partitioned by day.</summary>
/// <param name="Column">The partition key.</param>
/// <param name="IsResult">Kept as long as results, else as long as raw data.</param>
/// <param name="HasCatchAll">Its key is event time: days that have no partition go to a default one.</param>
internal sealed record PartitionedTable(string Name, string Column, bool IsResult, bool HasCatchAll)
{
    public static IReadOnlyList<PartitionedTable> All { get; } =
    [
        new("ledger_batch", "received_on", false, false),
        new("ledger_request", "received_on", false, false),
        new("span_block", "received_on", false, false),
        new("log_block", "received_on", false, false),
        new("trace_block", "received_on", false, false),
        new("invocation", "started_at", false, true),
        new("sighting", "at", false, true),
        new("span_link", "at", false, true),
        new("correlation_key", "seen_on", false, true),
        new("metric_point", "at", false, true),
        new("journey", "started_on", true, true),
        new("journey_trace", "started_on", true, true),
        new("message", "started_on", true, true),
        new("attempt", "started_on", true, true),
        new("function_minute", "minute", true, true),
        new("queue_minute", "minute", true, true),
    ];
}
