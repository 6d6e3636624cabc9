namespace Correlator.Storage.Facts;

/// <summary>A table of facts and its columns, in the order in which <see cref="FactRows"/> writes them.</summary>
internal sealed record FactTable(string Name, string Columns)
{
    public static IReadOnlyList<FactTable> All { get; } =
    [
        new(
            "invocation",
            "started_at, trace_id, span_id, tenant_id, function_id, batch_id, parent_span_id, parent_remote, duration_us, init_us, outcome, cold_start, "
            + "batch_size, trigger, version, instance, invocation_id, error_signature, is_report, billed_us, memory_bytes, memory_used_bytes"),
        new(
            "sighting",
            "at, trace_id, span_id, message_key, context_trace_id, context_span_id, tenant_id, queue_id, function_id, batch_id, kind, ordinal, "
            + "delivery_count, duration_us, enqueued_at, failed, in_batch, message_id, error_signature, consumer_group"),
        new("span_link", "at, trace_id, span_id, linked_trace_id, linked_span_id, tenant_id, batch_id, in_batch"),
        new("correlation_key", "seen_on, key_hash, trace_id, tenant_id, batch_id, scope, first_at, name, value"),
    ];
}
